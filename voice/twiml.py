"""Speech as TwiML: the only module that knows Twilio's verbs."""

from dataclasses import dataclass

from twilio.twiml.voice_response import Gather, VoiceResponse

from sls.domain.calls import HangUp, Listen, Pace, ReadCode, Speak, Speech, Wait, groups
from sls.texts import Catalogues

_ORDINALS = ("first", "second", "third", "fourth")
_SLOW_RATE, _NORMAL_RATE = "60%", "85%"
_GROUP_PAUSE = {Pace.NORMAL: "700ms", Pace.SLOW: "1100ms"}
# Where 1 is said plainly (yi); on the mainland's phones it is yao, to be told from 7.
_PLAIN_ONE_REGIONS = frozenset({"HK", "MO", "TW"})


@dataclass(frozen=True)
class Voice:
    """A synthetic voice and the language tag it speaks."""

    name: str
    language: str


VOICES = {
    "en": Voice("Polly.Joanna-Neural", "en-US"),
    "zh_CN": Voice("Polly.Zhiyu-Neural", "cmn-CN"),
}


class TwimlRenderer:
    """Renders speech in the catalogue's words."""

    def __init__(self, texts: Catalogues) -> None:
        self._texts = texts

    def render(self, speech: Speech) -> str:
        """Return the TwiML of one turn of a call."""
        response = VoiceResponse()
        for part in speech.parts:
            if isinstance(part, Speak):
                self._say(response, speech, part)
            elif isinstance(part, ReadCode):
                self._read(response, speech, part)
            elif isinstance(part, Wait):
                response.pause(length=int(part.span.total_seconds()))
            elif isinstance(part, Listen):
                self._listen(response, speech, part)
            elif isinstance(part, HangUp):
                response.hangup()
        return str(response)

    def _say(self, verb: VoiceResponse | Gather, speech: Speech, part: Speak) -> None:
        words = self._texts.text(speech.language, part.message_id, **part.values)
        voice = VOICES[speech.language]
        verb.say(words, voice=voice.name, language=voice.language)

    def _listen(self, response: VoiceResponse, speech: Speech, part: Listen) -> None:
        gather = Gather(
            input="dtmf",
            num_digits=1,
            timeout=int(part.timeout.total_seconds()),
            action=part.to,
            method="POST",
            action_on_empty_result=True,
            barge_in=part.may_interrupt,
        )
        for prompt in part.prompts:
            self._say(gather, speech, prompt)
        response.append(gather)
        response.redirect(part.otherwise, method="POST")

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
        is_plain = digit == "1" and speech.region in _PLAIN_ONE_REGIONS
        suffix = ".plain" if is_plain else ""
        return self._texts.text(speech.language, f"voice.digit.{digit}{suffix}")
