"""Ringing again: a call that was missed is repeated once, by ourselves, while the minute lasts."""

from datetime import datetime, timedelta

from sls.domain.deliveries import Delivery
from sls.domain.endings import PAUSES, SHORTEST_PAUSE, may_be_rung_again
from sls.domain.errors import Refusal
from sls.ports import Randomness, UnitOfWork
from sls.services.looking_up import awaiting_of
from sls.services.sending import Sending


class RingingAgain:
    """Queues the second call, inside the transaction that learns of the end of the first."""

    def __init__(self, sending: Sending, randomness: Randomness) -> None:
        self._sending = sending
        self._randomness = randomness

    def follow(self, unit: UnitOfWork, missed: Delivery, now: datetime) -> Delivery | None:
        """Return the call that follows, or None where it is not for us to ring again."""
        if not may_be_rung_again(missed, now):
            return None
        login = awaiting_of(unit, missed)
        if login is None:
            return None
        pause = SHORTEST_PAUSE + timedelta(seconds=int(self._randomness.digits(4)) % PAUSES)
        try:
            return self._sending.ring_again(unit, login, missed, now + pause, now)
        except Refusal:
            return None  # a limit holds, or nothing is waited for any more: then no second call
