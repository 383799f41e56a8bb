"""How long personal data is kept: one period for each kind, a setting, told on the privacy page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

# How the name of an erased customer begins. No user name begins with a blank, so nobody can log
# in or be looked up under such a one.
HUSK = " erased "
PURGE_EVERY = timedelta(days=1)
# An answer to a request that carried a key is given again for so long.
ANSWERS_LAST = timedelta(hours=24)


class Kept(StrEnum):
    """Kinds of personal data; whatever belongs to one of them ends with it."""

    CONVERSATIONS = "conversations"  # chats: what was said, and where their walks stood
    DELIVERIES = "deliveries"  # calls and messages, with the number
    LOGINS = "logins"  # logins, proofs for tasks, codes and tries
    NETWORKS = "networks"  # networks that customers log in from, and guesses at passwords
    DEVICES = "devices"  # devices, cards and restrictions that have ended
    WITHDRAWALS = "withdrawals"  # kept for as long as the law wants business records kept
    TRACES = "traces"  # what tells only that something was done already; a day, and no setting


TRACES_LAST = timedelta(days=1)
# What a rule still looks back at: limits count five business days, a locked password 24 hours.
_LEAST = {Kept.WITHDRAWALS: timedelta(days=30), Kept.NETWORKS: timedelta(days=2)}


class Retention:
    """The periods of one installation."""

    def __init__(self, periods: Mapping[Kept, timedelta]) -> None:
        """Take the periods.

        Raises:
            ValueError: one is missing, or shorter than a rule looks back.
        """
        self._periods = {**periods, Kept.TRACES: TRACES_LAST}
        for kept in Kept:
            if kept not in self._periods:
                raise ValueError(f"{kept} have no period")
            if self._periods[kept] < _LEAST.get(kept, timedelta(days=1)):
                raise ValueError(f"{kept} must be kept longer")

    def period(self, kept: Kept) -> timedelta:
        """Return how long this kind is kept."""
        return self._periods[kept]

    def ends_before(self, kept: Kept, now: datetime) -> datetime:
        """Return the moment before which data of this kind is over."""
        return now - self._periods[kept]
