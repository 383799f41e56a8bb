"""Changes of the mobile number on file: each is a new binding and rests before its use (A19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.factors import Factor
from sls.domain.purposes import Purpose

NUMBER_CHANGE_LIFETIME = timedelta(minutes=20)
# "A new SMS only every 2 minutes" (G60); the source says nothing about it.
CONFIRMATION_GAP = timedelta(minutes=2)
# The number may be somebody else's: of the codes that go to it, theirs must still get through (A6).
CONFIRMATIONS_PER_NUMBER = 3
# Messages to numbers of one's choice cost money: so many changes may be begun in a day (A15).
MAX_CHANGES = 5
CHANGES_WINDOW = timedelta(days=1)


@dataclass
class NumberChange:
    """A new number that waits for the code that was sent to it; `active_from` once confirmed."""

    id: str
    customer_id: str
    number: str
    created_at: datetime
    expires_at: datetime
    attempts: int = 0
    confirmed_at: datetime | None = None
    active_from: datetime | None = None
    ended_at: datetime | None = None

    @property
    def purpose(self) -> Purpose:
        """What a response to this is for."""
        return Purpose.NUMBER_CHANGE

    def is_waiting(self, now: datetime) -> bool:
        """In time and not over, whatever tries are left."""
        is_open = self.confirmed_at is None and self.ended_at is None
        return is_open and now < self.expires_at

    def is_live(self, now: datetime) -> bool:
        """Waiting for its code, with tries left."""
        return self.is_waiting(now) and self.attempts < MAX_ATTEMPTS

    def confirm(self, now: datetime, cool_off: timedelta) -> datetime:
        """Record that the new number was reached; return from when on it is used."""
        self.confirmed_at, self.active_from = now, now + cool_off
        return self.active_from

    def end(self, now: datetime) -> None:
        """End it, for another number was named."""
        self.ended_at = now


def cooling_off_until(
    number: str, change: NumberChange | None, factors: Iterable[Factor], now: datetime
) -> datetime | None:
    """Return until when a number on file gets no codes after its change, or None.

    `change` is the last that was confirmed; a factor may know of one that is not on our record.
    """
    moments = [each.active_from for each in factors if each.number == number]
    if change is not None and change.number == number and change.active_from is not None:
        moments.append(change.active_from)
    latest = max(moments, default=now)
    return latest if now < latest else None
