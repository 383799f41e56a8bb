"""Putting through: a call is put through to a person of ours, or hears when somebody is there."""

from datetime import datetime, timedelta

from sls.domain.business_hours import BusinessHours
from sls.domain.calls import Connect, Speak, Spoken
from sls.domain.moments import written_moment
from sls.domain.transfers import Transfer

_RING_FOR = timedelta(seconds=25)


class PuttingThrough:
    """Knows where people of ours answer, and when."""

    def __init__(self, agent_number: str | None, hours: BusinessHours) -> None:
        self._agent_number = agent_number
        self._hours = hours

    @property
    def is_possible(self) -> bool:
        """Whether there is anybody at all to connect to."""
        return self._agent_number is not None

    def refusal(self, now: datetime) -> Speak | None:
        """Return why nobody can be connected now, or None."""
        if self._agent_number is None:
            return Speak("voice.person.none", {})
        if not self._hours.is_open(now):
            opens_at = written_moment(self._hours.next_opening(now), self._hours.zone)
            return Speak("voice.person.closed", {"opens_at": opens_at})
        return None

    def begin(self, to: str, transfer: Transfer) -> tuple[Spoken, ...]:
        """Return what connects the call and goes on at step `to`, where nothing is refused."""
        assert self._agent_number is not None
        connect = Connect(self._agent_number, to, _RING_FOR, transfer.id)
        return (Speak("voice.person.connecting", {}), connect)

    def end(self, *, was_taken: bool) -> Speak:
        """Return what is said after the talk, or when nobody of ours took the call."""
        return Speak("voice.goodbye" if was_taken else "voice.person.busy", {})
