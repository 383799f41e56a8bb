"""Pacing: how fast calls leave, over all workers together, and who can still be rung in time (F2).

A provider takes so many calls a second and silently queues the rest, so a call that
was taken is not yet a phone that rings.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.factors import Channel

# Of the tokens of a second, at most this share may be saved up for a burst.
_BURST = 0.1


@dataclass(frozen=True)
class Pacing:
    """The provider's pace and our promise.

    A phone rings `within` the minute (F2), and `set_up` of that passes between the hand-over and
    the first ring.
    """

    calls_per_second: float = 1.0
    within: timedelta = timedelta(seconds=60)
    set_up: timedelta = timedelta(seconds=10)

    @property
    def capacity(self) -> float:
        """The most tokens that a bucket holds."""
        return max(1.0, float(int(self.calls_per_second * _BURST)))

    @property
    def rate(self) -> float:
        """Tokens a second; what may burst is taken off, so that no second sees more than it may."""
        return self.calls_per_second - (self.capacity - 1.0)

    def is_in_time(self, ahead: int) -> bool:
        """Whether a call behind so many others will ring within the minute."""
        return timedelta(seconds=ahead / self.calls_per_second) + self.set_up <= self.within


@dataclass
class Bucket:
    """The tokens of one channel, as of a moment; each call that leaves takes one."""

    channel: Channel
    tokens: float
    filled_at: datetime

    def room(self, now: datetime, pacing: Pacing) -> int:
        """Return how many calls may leave now."""
        return max(0, int(self._filled(now, pacing)))

    def take(self, now: datetime, pacing: Pacing) -> None:
        """Take the token of a call that leaves."""
        self.tokens = self._filled(now, pacing) - 1.0
        self.filled_at = max(now, self.filled_at)

    def stay_empty(self, until: datetime) -> None:
        """Let nothing leave before a moment: the provider has said so."""
        self.tokens = min(self.tokens, 0.0)
        self.filled_at = max(until, self.filled_at)

    def _filled(self, now: datetime, pacing: Pacing) -> float:
        passed = (now - self.filled_at) / timedelta(seconds=1)
        return min(pacing.capacity, self.tokens + max(0.0, passed) * pacing.rate)


def full_bucket(channel: Channel, now: datetime, pacing: Pacing) -> Bucket:
    """Return the bucket of a channel over which nothing has left yet."""
    return Bucket(channel, pacing.capacity, now)
