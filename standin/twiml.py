"""TwiML read into plain verbs; what Twilio's debugger would list becomes TwimlTrouble."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from standin.listening import check_listening, phrases
from standin.refusals import TwimlTrouble
from standin.speech import language_of, seconds_to_say

# Twilio repeats an endless Say (loop=0) until somebody hangs up; a log needs an end.
ENDLESS_LOOP = 10
LONGEST_TEXT = 4096
DEFAULT_GATHER_SECONDS = 5.0
DEFAULT_DIAL_SECONDS = 30.0
LONGEST_CALL_SECONDS = 14_400.0
MOST_NUMBERS = 10
BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
SEPARATING = frozenset({"break", "p", "s"})
RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.25, "x-fast": 1.5}
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
    voice: str | None = None
    times: int = 1
    pause_seconds: float = 0.0
    rate: float = 1.0

    @property
    def seconds(self) -> float:
        """Tell how long it takes to say this once."""
        return seconds_to_say(self.text) / self.rate + self.pause_seconds


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
    language: str
    hints: tuple[str, ...]


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


@dataclass(frozen=True)
class Number:
    """One of the phones that are to ring, and what is said to whom picks it up."""

    number: str
    # A document for the person called only, before the two are connected.
    url: str = ""
    method: str = "POST"
    status_url: str = ""
    status_method: str = "POST"
    status_events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True)
class Dial:
    """Connect the call with another phone: with the first of them that is picked up."""

    numbers: tuple[Number, ...]
    action: str
    method: str
    ring_seconds: float
    limit_seconds: float
    caller_id: str


Verb = Say | Pause | Gather | Dial | Redirect | Hangup | Reject


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
    read = _READERS.get(element.tag)
    if read is None:
        raise TwimlTrouble(12200)
    return read(element)


def _say(element: Element) -> Say:
    text = _plain(_words(element))
    if not text or len(text) > LONGEST_TEXT:
        raise TwimlTrouble(13520)
    loop = int(_number(element, "loop", 1, trouble=13510))
    voice = element.get("voice")
    pauses = sum(_break_seconds(child) for child in element.iter("break"))
    language = element.get("language") or language_of(voice)
    times = min(loop or ENDLESS_LOOP, ENDLESS_LOOP)
    return Say(text, language, voice, times, pauses, _rate(element))


def _rate(element: Element) -> float:
    written = next((child.get("rate", "") for child in element.iter("prosody")), "")
    percent = re.fullmatch(r"([1-9]\d{1,2})%", written)
    return int(percent.group(1)) / 100 if percent else RATES.get(written, 1.0)


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
    check_listening(element.attrib)
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
        language=element.get("language", "en-US"),
        hints=phrases(element.get("hints", "")),
    )


def _dial(element: Element) -> Dial:
    if len(element) > MOST_NUMBERS or any(child.tag != "Number" for child in element):
        raise TwimlTrouble(12200)
    return Dial(
        numbers=tuple(_called(child) for child in element) or (_called(element),),
        action=element.get("action", ""),
        method=_method(element, trouble=12200),
        ring_seconds=_number(element, "timeout", DEFAULT_DIAL_SECONDS, trouble=12200),
        limit_seconds=_number(element, "timeLimit", LONGEST_CALL_SECONDS, trouble=12200),
        caller_id=element.get("callerId", ""),
    )


def _called(element: Element) -> Number:
    number = "".join(element.itertext()).strip()
    if element.tag != "Number":
        return Number(number)
    return Number(
        number,
        element.get("url", ""),
        _method(element, trouble=12200),
        element.get("statusCallback", ""),
        element.get("statusCallbackMethod", "POST").upper(),
        frozenset(element.get("statusCallbackEvent", "completed").split()),
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


_READERS: Mapping[str, Callable[[Element], Verb]] = {
    "Say": _say,
    "Pause": lambda element: Pause(_number(element, "length", 1.0, trouble=12200)),
    "Gather": _gather,
    "Redirect": lambda element: Redirect(
        (element.text or "").strip(), _method(element, trouble=12200)
    ),
    "Hangup": lambda _: Hangup(),
    "Reject": lambda element: Reject(element.get("reason", "rejected")),
    "Dial": _dial,
}
