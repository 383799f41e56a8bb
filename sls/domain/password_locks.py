"""How a password defends itself against guessing (G74), so that nobody can lock another one out.

From one network, ten failures in a row within 24 hours lock the user name for that network alone.
Across all networks failures only slow down, and only where the customer never logged in before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LOCKING_FAILURES = 10
LOCK_WINDOW = timedelta(hours=24)
LOCK_LASTS = timedelta(hours=24)
# So many failures over all networks are no typing mistakes any more.
FREE_FAILURES = 20
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
# A network is remembered for so long after the last login from it.
NETWORK_IS_KNOWN_FOR = timedelta(days=90)


@dataclass
class NetworkFailures:
    """The failures of one user name from one network; both are keyed digests.

    A user name may be a password typed into the wrong field, so it is not kept in clear.
    """

    name: bytes
    network: bytes
    recent: tuple[datetime, ...] = ()
    locked_until: datetime | None = None
    last_at: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether even the right password is refused."""
        return self.locked_until is not None and now < self.locked_until

    def charge(self, now: datetime) -> bool:
        """Count one try as failed before anything is compared; False while locked.

        Each try while it is locked starts the 24 hours again, whatever was typed: were the right
        password an exception, the lock's end would tell that it was right.
        """
        was_locked = self.is_locked(now)
        within = [moment for moment in self.recent if moment > now - LOCK_WINDOW]
        self.recent = (*within, now)[-LOCKING_FAILURES:]
        self.last_at = now
        if was_locked or len(self.recent) == LOCKING_FAILURES:
            self.locked_until = now + LOCK_LASTS
        return not was_locked

    def succeed(self) -> None:
        """Forget the failures: the right password came from this network."""
        self.recent, self.locked_until = (), None


@dataclass
class NameFailures:
    """The failures of one user name, a keyed digest, over all networks."""

    name: bytes
    failures: int = 0
    rests_until: datetime | None = None
    last_at: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """Whether networks from which the customer never logged in have to wait."""
        return self.rests_until is not None and now < self.rests_until

    def charge(self, now: datetime) -> None:
        """Count one try as failed before anything is compared.

        A try that had to wait is not counted: nobody can prolong the wait of others.
        """
        if self.last_at is not None and now - self.last_at >= LOCK_WINDOW:
            self.failures = 0
        self.failures += 1
        self.last_at = now
        if self.failures >= FREE_FAILURES:
            doublings = min(self.failures - FREE_FAILURES, 10)
            self.rests_until = now + min(FIRST_REST * (1 << doublings), LONGEST_REST)

    def is_worth_a_notice(self) -> bool:
        """Whether the customer should hear that somebody is guessing; true once in a row."""
        return self.failures == FREE_FAILURES

    def succeed(self) -> None:
        """Forget the failures: somebody knew the password."""
        self.failures, self.rests_until = 0, None
