"""How long personal data is kept: one period for each kind, a setting, told on the privacy page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

PURGE_EVERY = timedelta(days=1)
# An answer to a request that carried a key is given again for so long.
ANSWERS_LAST = timedelta(hours=24)


class Kept(StrEnum):
    """Kinds of personal data; whatever belongs to one of them ends with it."""

    CONVERSATIONS = "conversations"  # chats: what was said, and where their walks stood
    DELIVERIES = "deliveries"  # calls and messages, with the number
    LOGINS = "logins"  # logins, proofs for tasks, their challenges, codes and tries
    DEVICES = "devices"  # devices and numbers that have ended
    WITHDRAWALS = "withdrawals"  # kept for as long as the law wants business records kept


class Retention:
    """The periods of one installation."""

    def __init__(self, periods: Mapping[Kept, timedelta]) -> None:
        missing = set(Kept) - set(periods)
        if missing or any(period <= timedelta(0) for period in periods.values()):
            raise ValueError("every kind of data needs a period")
        self._periods = dict(periods)

    def period(self, kept: Kept) -> timedelta:
        """Return how long this kind is kept."""
        return self._periods[kept]

    def ends_before(self, kept: Kept, now: datetime) -> datetime:
        """Return the moment before which data of this kind is over."""
        return now - self._periods[kept]
