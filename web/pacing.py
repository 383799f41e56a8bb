"""How fast one network address or one session may ask; security counters live in the core."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from web.problems import SlowDown

# Beyond this many keys the fullest buckets are forgotten: they would allow the request anyway.
MAX_KEYS = 10_000


@dataclass(frozen=True)
class Pace:
    """A bucket of `burst` requests, refilled at `per_second`."""

    burst: int
    per_second: float


SESSIONS_PER_ADDRESS = Pace(burst=20, per_second=0.2)
LOGINS_PER_ADDRESS = Pace(burst=30, per_second=0.5)
MESSAGES_PER_SESSION = Pace(burst=60, per_second=1.0)
# In the demo everybody shares one address.
UNPACED = Pace(burst=10**9, per_second=10.0**9)


class PaceKeeper:
    """Token buckets of one process."""

    def __init__(self, pace: Pace, seconds: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._seconds = seconds
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> None:
        """Take one request out of the bucket of this key.

        Raises:
            SlowDown: the bucket is empty; says when the next request fits.
        """
        with self._lock:
            now = self._seconds()
            left = self._left(key, now)
            if left < 1.0:
                raise SlowDown(timedelta(seconds=(1.0 - left) / self._pace.per_second))
            self._buckets[key] = (left - 1.0, now)
            if len(self._buckets) > MAX_KEYS:
                self._forget_full(now)

    def _left(self, key: str, now: float) -> float:
        left, seen_at = self._buckets.get(key, (float(self._pace.burst), now))
        return min(float(self._pace.burst), left + (now - seen_at) * self._pace.per_second)

    def _forget_full(self, now: float) -> None:
        fullest_first = sorted(self._buckets, key=lambda key: -self._left(key, now))
        for key in fullest_first[: MAX_KEYS // 2]:
            del self._buckets[key]
