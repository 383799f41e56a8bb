"""Speech as TwiML: the only module that knows Twilio's verbs."""

from dataclasses import dataclass

from twilio.twiml.voice_response import Gather, VoiceResponse

from sls.domain.calls import (
    Connect,
    GoOn,
    HangUp,
    Listen,
    Pace,
    ReadCode,
    Speak,
    Speech,
    Wait,
    groups,
)
from sls.texts import Catalogues
from voice.ear import for_the_ear
from voice.tongues import read_tongue

_ORDINALS = ("first", "second", "third", "fourth")
_SLOW_RATE, _NORMAL_RATE = "60%", "85%"
_SLOWER_RATE = "75%"  # of sentences, where the rates above are of digits
_GROUP_PAUSE = {Pace.NORMAL: "700ms", Pace.SLOW: "1100ms"}


@dataclass(frozen=True)
class Voice:
    """A synthetic voice, the language tag it speaks, and the one in which it is answered."""

    name: str
    language: str
    heard_as: str


VOICES = {
    "en": Voice("Polly.Joanna-Neural", "en-US", "en-US"),
    "zh_CN": Voice("Polly.Zhiyu-Neural", "cmn-CN", "cmn-Hans-CN"),
}
# Words end after so much silence; shorter cuts people off who look something up.
_SPEECH_ENDS_AFTER = "2"
_TALK_SECONDS = 1800  # with a person of ours
# Where a person of ours asks what a call is about, below our address.
TRANSFERS = "/voice/transfers/"


class TwimlRenderer:
    """Renders speech in the catalogue's words.

    In `plain_one_regions` a 1 is said plainly (yi); on the mainland's phones it is yao, to be told
    from 7.
    """

    def __init__(
        self, texts: Catalogues, plain_one_regions: frozenset[str], transfers: str = TRANSFERS
    ) -> None:
        self._texts = texts
        self._transfers = transfers
        self._tongues = {language: read_tongue(texts, language) for language in VOICES}
        self._plain_one_regions = plain_one_regions

    def render(self, speech: Speech, steps: str = "") -> str:
        """Return the TwiML of one turn of a call; its steps are addresses below `steps`."""
        response = VoiceResponse()
        for part in speech.parts:
            if isinstance(part, Speak):
                self._say(response, speech, part)
            elif isinstance(part, ReadCode):
                self._read(response, speech, part)
            elif isinstance(part, Wait):
                response.pause(length=int(part.span.total_seconds()))
            elif isinstance(part, Listen):
                self._listen(response, speech, part, steps)
            elif isinstance(part, GoOn):
                response.redirect(steps + part.to, method="POST")
            elif isinstance(part, Connect):
                self._connect(response, part, steps + part.to)
            elif isinstance(part, HangUp):
                response.hangup()
        return str(response)

    def _say(self, verb: VoiceResponse | Gather, speech: Speech, part: Speak) -> None:
        language = part.language or speech.language
        text = self._texts.text(language, part.message_id, **part.values)
        words, voice = for_the_ear(text, self._tongues[language]), VOICES[language]
        if speech.pace is Pace.SLOW:
            say = verb.say(voice=voice.name, language=voice.language)
            say.prosody(words, rate=_SLOWER_RATE)
        else:
            verb.say(words, voice=voice.name, language=voice.language)

    def _connect(self, response: VoiceResponse, part: Connect, action: str) -> None:
        """Ring a person of ours, who hears what it is about and takes the call by key."""
        dial = response.dial(
            action=action,
            method="POST",
            timeout=int(part.timeout.total_seconds()),
            time_limit=_TALK_SECONDS,
        )
        whisper = f"{self._transfers}{part.whisper}/whisper"
        dial.number(part.number, url=whisper, method="POST")

    def _listen(self, response: VoiceResponse, speech: Speech, part: Listen, steps: str) -> None:
        gather = Gather(
            input="dtmf speech" if part.takes_words else "dtmf",
            num_digits=part.digits,
            timeout=int(part.timeout.total_seconds()),
            action=steps + part.to,
            method="POST",
            action_on_empty_result=True,
            barge_in=part.may_interrupt,
            **(self._recognition(speech) if part.takes_words else {}),
        )
        for prompt in part.prompts:
            self._say(gather, speech, prompt)
        response.append(gather)
        response.redirect(steps + part.otherwise, method="POST")

    def _recognition(self, speech: Speech) -> dict[str, str]:
        """Return in which language words are expected, and which; every key counts, # too."""
        return {
            "language": VOICES[speech.language].heard_as,
            "hints": ",".join(self._texts.phrases(speech.language, "hear.line")),
            "speech_timeout": _SPEECH_ENDS_AFTER,
            "finish_on_key": "",
        }

    def _read(self, response: VoiceResponse, speech: Speech, part: ReadCode) -> None:
        """Say the digits as words: no voice can be trusted with numerals."""
        voice = VOICES[speech.language]
        say = response.say(voice=voice.name, language=voice.language)
        rate = _SLOW_RATE if part.pace is Pace.SLOW else _NORMAL_RATE
        for index, group in enumerate(groups(part.code)):
            if index:
                say.break_(time=_GROUP_PAUSE[part.pace])
            say.prosody(self._group(speech, group), rate=rate)

    def _group(self, speech: Speech, group: str) -> str:
        words = [self._digit(speech, digit) for digit in group]
        named = dict(zip(_ORDINALS, words, strict=False))
        return self._texts.text(speech.language, f"voice.group.{len(group)}", **named)

    def _digit(self, speech: Speech, digit: str) -> str:
        is_plain = digit == "1" and speech.region in self._plain_one_regions
        suffix = ".plain" if is_plain else ""
        return self._texts.text(speech.language, f"voice.digit.{digit}{suffix}")
