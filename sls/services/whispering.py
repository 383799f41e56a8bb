"""Whispering: what a person of ours hears before a caller is connected, and the key to take it.

Nothing is connected without the key: who answers may be the mailbox of whoever should have (A17).
"""

from dataclasses import dataclass
from datetime import timedelta

from sls.domain.calls import HangUp, Listen, Speak, Speech
from sls.domain.errors import CallRefused
from sls.domain.languages import LANGUAGES
from sls.domain.messages import Utterance
from sls.domain.transfers import TAKE_KEY, Transfer
from sls.ports import Clock, UnitOfWork, UnitsOfWork

_TO = "{time}/take"
_KEY_TIMEOUT = timedelta(seconds=6)


@dataclass(frozen=True)
class Rung:
    """A phone of ours that was rung for a transfer: by which call, `sid`, and for which one.

    As the provider tells; `caller_sid` is the call that is put through.
    """

    transfer_id: str
    caller_sid: str
    sid: str


class Whispering:
    """The use cases behind the webhooks of `<Number url>`; what is told again is counted once."""

    def __init__(self, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def answer(self, rung: Rung) -> Speech:
        """Somebody of ours answered: say what it is about, in both languages, and ask for the key.

        Raises:
            CallRefused: there is no such transfer of that call.
        """
        with self._units.write() as unit:
            return _asked(_transfer(unit, rung), rung, 1)

    def press(self, rung: Rung, time: int, key: str) -> Speech:
        """A key was pressed when asked that time, or none: connect, or ask once more, or let it be.

        Raises:
            CallRefused: as `answer`, or this phone was not asked so often.
        """
        with self._units.write() as unit:
            transfer = _transfer(unit, rung)
            if not transfer.was_asked(rung.sid, time):
                raise CallRefused
            if key == TAKE_KEY and transfer.take(rung.sid, time, self._clock.now()):
                # Nothing left to say: that connects the two.
                return Speech(transfer.language, None, ())
            return _asked(transfer, rung, time + 1)


def _transfer(unit: UnitOfWork, rung: Rung) -> Transfer:
    transfer = unit.transfers.get(rung.transfer_id)
    if transfer is None or transfer.sid != rung.caller_sid:
        raise CallRefused
    return transfer


def _asked(transfer: Transfer, rung: Rung, time: int) -> Speech:
    if transfer.is_over:
        gone = [Speak("transfer.gone", {}, language) for language in _languages(transfer)]
        return Speech(transfer.language, None, (*gone, HangUp()))
    if not transfer.ask(rung.sid, time):
        return Speech(transfer.language, None, (HangUp(),))
    tell = _told if time == 1 else _taking
    prompts = [each for language in _languages(transfer) for each in tell(transfer, language)]
    step = _TO.format(time=time)
    listen = Listen(tuple(prompts), step, step, _KEY_TIMEOUT, may_interrupt=True)
    return Speech(transfer.language, None, (listen,))


def _told(transfer: Transfer, language: str) -> list[Speak]:
    """Return what is told of a call: its kind, topic and language, and who it is, if known."""
    topic = Utterance(f"{transfer.topic}.title") if transfer.topic else None
    about = Speak("transfer.topic", {"title": topic}) if topic else Speak("transfer.no_topic", {})
    told = (
        Speak(f"transfer.kind.{transfer.kind}", {}),
        about,
        Speak(f"transfer.language.{transfer.language}", {}),
        Speak(f"transfer.known_by.{transfer.known_by}", {}),
    )
    spoken = [Speak(each.message_id, each.values, language) for each in told]
    return [*spoken, *_taking(transfer, language)]


def _taking(_transfer: Transfer, language: str) -> list[Speak]:
    """Return what is said of the key; asked again, no more than that, for the caller waits."""
    return [Speak("transfer.take", {"key": TAKE_KEY}, language)]


def _languages(transfer: Transfer) -> list[str]:
    """Return both languages, the caller's first: who speaks it is likely to answer."""
    return sorted(LANGUAGES, key=lambda each: each != transfer.language)
