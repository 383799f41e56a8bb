"""What a call to our line says in a turn: texts, the keys that go with them, and how it listens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sls.domain.calls import (
    Connect,
    GoOn,
    HangUp,
    Listen,
    Pace,
    ReadCode,
    Speak,
    Speech,
    Spoken,
    Wait,
)
from sls.domain.codes import CODE_LENGTH
from sls.domain.line_calls import Asked, LineCall
from sls.domain.messages import Utterance, label_of
from sls.domain.pick_ups import PICK_UP_LENGTH
from sls.domain.spoken_answers import is_answer
from sls.services.line_menus import (
    LANGUAGE_KEY,
    LANGUAGE_KEYS,
    MAIN_MENU,
    has_more,
    offers,
    other_language,
    page_of,
    spoken,
)
from sls.services.line_texts import OFFER

_PATIENCE = {
    Asked.LANGUAGE: timedelta(seconds=5),
    Asked.STEP: timedelta(seconds=15),
    Asked.NUMBER: timedelta(seconds=8),
    # The text message is still on its way.
    Asked.PROOF: timedelta(seconds=30),
}
_USUAL_PATIENCE = timedelta(seconds=6)
# Somebody asked us to wait.
_LONG_PATIENCE = timedelta(seconds=60)
_RINGS_FOR = timedelta(seconds=25)
_HOLDS_FOR = timedelta(seconds=2)
_BETWEEN_READINGS = timedelta(seconds=2)
_DIGITS = {Asked.NUMBER: PICK_UP_LENGTH, Asked.PROOF: CODE_LENGTH}
_TAKES_WORDS = frozenset({Asked.CHOICE, Asked.STEP, Asked.DOUBT})
# What is written for the eye has other words for the ear.
_FOR_THE_EAR = {
    "clarify.not_understood": "line.not_understood",
    "clarify.not_understood.walk": "line.not_understood",
    "clarify.out_of_scope": "line.out_of_scope",
    "clarify.none": "line.none_of_these",
    "told.before": "line.menu",
    "calm.help": "line.calm",
    "calm.error": "line.error",
    "redaction.masked": "line.masked",
    "pick_up.ask": "line.pick_up_ask",
    "language.switched": "line.language_switched",
    "callback.when": "line.callback_when",
    "callback.when_closed": "line.callback_when",
    "callback.not_then": "line.callback_not_then",
    "callback.not_read": "line.callback_not_read",
    "callback.requested": "line.callback_requested",
    "callback.requested_now": "line.callback_requested_now",
    "callback.open": "line.callback_open",
    "callback.open_now": "line.callback_open_now",
    "callback.refused.number_changed": "line.callback_refused",
    "callback.refused.country": "line.callback_refused",
    "callback.refused.too_many": "line.callback_refused",
    "fact.not_stated": "line.not_stated",
    # "Call me" is no way out for somebody who is on the phone.
    "code_not_received.intro.unknown": "line.code_not_received",
}
_GIVEN = "pick_up.given"


@dataclass(frozen=True)
class Person:
    """Who is rung for a call, and the name of its transfer."""

    number: str
    transfer_id: str


def speech(
    call: LineCall,
    language: str,
    said: Sequence[Utterance],
    options: Sequence[str],
    person: Person | None,
) -> Speech:
    """Return a turn of a call; the same state always gives the same speech."""
    pace = Pace.SLOW if call.is_slow else Pace.NORMAL
    parts = _parts(call, language, said, options, person)
    return Speech(language, None, tuple(parts), pace)


def _parts(
    call: LineCall,
    language: str,
    said: Sequence[Utterance],
    options: Sequence[str],
    person: Person | None,
) -> list[Spoken]:
    words = [_spoken(each) for each in _read_now(said)]
    if call.asked is Asked.OVER:
        return [*words, HangUp()]
    if call.asked is Asked.HOLD:
        return [Speak("line.moment", {}), Wait(_HOLDS_FOR), GoOn(f"{call.turn}/wait")]
    if call.asked is Asked.PERSON and person is not None:
        return [*words, _connect(call, person)]
    return [*_given(said), _listen(call, words + _choices(call, language, options), said)]


def _connect(call: LineCall, person: Person) -> Connect:
    return Connect(person.number, f"{call.turn}/connected", _RINGS_FOR, person.transfer_id)


def _read_now(said: Sequence[Utterance]) -> list[Utterance]:
    """Return what is said without the parts of an answer that are offered as a text message."""
    offer = next((each for each in said if each.id == OFFER), None)
    if offer is None:
        return list(said)
    answers = [each for each in said if is_answer(each.id)]
    left_out = answers[int(str(offer.values["kept"])) :]
    return [each for each in said if each not in left_out]


def _choices(call: LineCall, language: str, options: Sequence[str]) -> list[Speak]:
    """Return what is said of the keys, after what is said otherwise."""
    if call.asked is Asked.LANGUAGE:
        return _greetings(language)
    if call.asked is Asked.CHOICE:
        return _menu(call, language, options)
    return _keys(call, options) if call.asked is Asked.STEP else []


def _listen(call: LineCall, prompts: Sequence[Speak], said: Sequence[Utterance] = ()) -> Listen:
    patience = _PATIENCE.get(call.asked, _USUAL_PATIENCE)
    if any(each.id == "small_talk.wait" for each in said):
        patience = _LONG_PATIENCE
    step = f"{call.turn}/heard"
    return Listen(
        tuple(each for each in prompts if each.message_id != _GIVEN),
        step,
        step,
        patience,
        may_interrupt=True,
        digits=_DIGITS.get(call.asked, 1),
        takes_words=call.asked in _TAKES_WORDS,
    )


def _greetings(language: str) -> list[Speak]:
    """Ask in both languages which to speak, in the likelier one first."""
    first = (language, other_language(language))
    return [Speak("line.greeting", {"key": _language_key(each)}, each) for each in first]


def _menu(call: LineCall, language: str, options: Sequence[str]) -> list[Speak]:
    choices = spoken(options)
    prompts = [
        _option(option, str(key)) for key, option in enumerate(page_of(choices, call.page), start=1)
    ]
    if has_more(choices):
        prompts.append(Speak("line.more", {}))
    if tuple(options) == MAIN_MENU:
        other = other_language(language)
        prompts.append(Speak("line.other_language", {"key": LANGUAGE_KEY}, other))
    if tuple(options) == MAIN_MENU or call.silences or call.misses:
        prompts.append(Speak("line.menu_keys", {}))
    return prompts


def _keys(call: LineCall, options: Sequence[str]) -> list[Speak]:
    prompts = [_option(option, key) for key, option in offers(options).items()]
    if not call.knows_keys or call.silences > 1:
        prompts.append(Speak("line.step_keys", {}))
    return prompts


def _option(option: str, key: str) -> Speak:
    return Speak("line.option", {"label": label_of(option), "key": key})


def _given(said: Sequence[Utterance]) -> list[Spoken]:
    """Read a pick-up number out, twice, to be heard to its end."""
    parts: list[Spoken] = []
    for each in said:
        if each.id == _GIVEN:
            number = str(each.values["number"]).replace(" ", "")
            reading = ReadCode(number, Pace.SLOW)
            parts += [Speak("line.pick_up_given", {"minutes": each.values["minutes"]}), reading]
            parts += [Wait(_BETWEEN_READINGS), Speak("voice.once_more", {}), reading]
    return parts


def _spoken(utterance: Utterance) -> Speak:
    return Speak(_FOR_THE_EAR.get(utterance.id, utterance.id), utterance.values)


def _language_key(language: str) -> str:
    return next(key for key, each in LANGUAGE_KEYS.items() if each == language)
