"""The queue before the dialling: an account starts only so many calls a second."""

import threading
import time


class Pacing:
    """Hands out the moments at which calls may start, evenly spaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next_at = 0.0

    def next_start(self, calls_per_second: float | None) -> float:
        """Tell when, on the monotonic clock, the next call may start."""
        now = time.monotonic()
        if calls_per_second is None:
            return now
        with self._lock:
            start = max(now, self._next_at)
            self._next_at = start + 1 / calls_per_second
            return start

    def forget(self) -> None:
        """Let the next call start at once."""
        with self._lock:
            self._next_at = 0.0
