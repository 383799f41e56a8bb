"""TwiML read into plain verbs; what Twilio's debugger would list becomes TwimlTrouble."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from standin.refusals import TwimlTrouble
from standin.speech import language_of

# Twilio repeats an endless Say (loop=0) until somebody hangs up; a log needs an end.
ENDLESS_LOOP = 10
LONGEST_TEXT = 4096
DEFAULT_GATHER_SECONDS = 5.0
BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
SEPARATING = frozenset({"break", "p", "s"})
BREAK_SECONDS = {
    "none": 0.0,
    "x-weak": 0.25,
    "weak": 0.5,
    "medium": 0.75,
    "strong": 1.0,
    "x-strong": 1.25,
}


@dataclass(frozen=True)
class Say:
    """Words to be spoken, as a person hears them."""

    text: str
    language: str
    voice: str | None
    times: int
    pause_seconds: float


@dataclass(frozen=True)
class Pause:
    """A silence."""

    seconds: float


@dataclass(frozen=True)
class Gather:
    """A question: what is said meanwhile, and what counts as an answer."""

    prompts: tuple[Say | Pause, ...]
    takes_keys: bool
    takes_speech: bool
    digits_wanted: int | None
    patience_seconds: float
    finish_key: str
    action: str
    method: str
    answers_silence: bool
    can_be_interrupted: bool


@dataclass(frozen=True)
class Redirect:
    """Go on with another document."""

    url: str
    method: str


@dataclass(frozen=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True)
class Reject:
    """Do not take the call."""

    reason: str


Verb = Say | Pause | Gather | Redirect | Hangup | Reject


def parse(document: str | bytes) -> list[Verb]:
    """Read a TwiML document.

    Raises: TwimlTrouble.
    """
    try:
        root = ET.fromstring(document)  # noqa: S314 - our own product wrote it
    except (ET.ParseError, ValueError) as error:
        raise TwimlTrouble(12100) from error
    if root.tag != "Response":
        raise TwimlTrouble(12100)
    return [_verb(element) for element in root]


def _verb(element: Element) -> Verb:
    match element.tag:
        case "Say":
            return _say(element)
        case "Pause":
            return Pause(_number(element, "length", 1.0, trouble=12200))
        case "Gather":
            return _gather(element)
        case "Redirect":
            return Redirect((element.text or "").strip(), _method(element, trouble=12200))
        case "Hangup":
            return Hangup()
        case "Reject":
            return Reject(element.get("reason", "rejected"))
    raise TwimlTrouble(12200)


def _say(element: Element) -> Say:
    text = _plain(_words(element))
    if not text or len(text) > LONGEST_TEXT:
        raise TwimlTrouble(13520)
    loop = int(_number(element, "loop", 1, trouble=13510))
    voice = element.get("voice")
    pauses = sum(_break_seconds(child) for child in element.iter("break"))
    language = element.get("language") or language_of(voice)
    return Say(text, language, voice, min(loop or ENDLESS_LOOP, ENDLESS_LOOP), pauses)


def _words(element: Element) -> str:
    words = element.get("alias", "") if element.tag == "sub" else element.text or ""
    for child in element:
        inner = _words(child)
        words += f" {inner} " if child.tag in SEPARATING else inner
        words += child.tail or ""
    return words


def _plain(text: str) -> str:
    return BETWEEN_CHINESE.sub("", " ".join(text.split()))


def _break_seconds(element: Element) -> float:
    time = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", element.get("time", ""))
    if time is None:
        return BREAK_SECONDS.get(element.get("strength", "medium"), BREAK_SECONDS["medium"])
    return float(time.group(1)) / (1000 if time.group(2) == "ms" else 1)


def _gather(element: Element) -> Gather:
    kinds = element.get("input", "dtmf").split()
    finish_key = element.get("finishOnKey", "#")
    if len(finish_key) > 1 or finish_key not in "0123456789*#":
        raise TwimlTrouble(13310)
    wanted = int(_number(element, "numDigits", 0, trouble=13314)) or None
    return Gather(
        prompts=tuple(_prompt(child) for child in element),
        takes_keys="dtmf" in kinds,
        takes_speech="speech" in kinds,
        digits_wanted=wanted,
        patience_seconds=_patience(element),
        finish_key=finish_key,
        action=element.get("action", ""),
        method=_method(element, trouble=13312),
        answers_silence=element.get("actionOnEmptyResult") == "true",
        can_be_interrupted=element.get("bargeIn", "true") != "false",
    )


def _prompt(element: Element) -> Say | Pause:
    verb = _verb(element) if element.tag in {"Say", "Pause"} else None
    if isinstance(verb, Say | Pause):
        return verb
    raise TwimlTrouble(13320)


def _patience(element: Element) -> float:
    if element.get("timeout") == "auto":
        return DEFAULT_GATHER_SECONDS
    return _number(element, "timeout", DEFAULT_GATHER_SECONDS, trouble=13313)


def _number(element: Element, name: str, default: float, *, trouble: int) -> float:
    written = element.get(name)
    if written is None:
        return default
    if not re.fullmatch(r"\d{1,6}", written):
        raise TwimlTrouble(trouble)
    return float(written)


def _method(element: Element, *, trouble: int) -> str:
    method = element.get("method", "POST").upper()
    if method not in {"GET", "POST"}:
        raise TwimlTrouble(trouble)
    return method
