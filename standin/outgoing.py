"""The queues of messages, one for each sender: how long the next message waits in its own."""

import threading
import time

from standin.limits import Limits


class QueueFull(Exception):
    """The sender's queue holds as much as it can."""


class Outgoing:
    """The queues, as the moments from which each sender is free again."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def join(self, sender: str, segments: int, lifetime_seconds: float) -> float:
        """Take a place; return how many seconds pass until the message leaves.

        Raises: QueueFull.
        """
        pace = self._limits.pace_of(sender)
        if pace is None:
            return 0.0
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free_at.get(sender, now))
            end = start + segments / pace
            if end - now > self._limits.queue_seconds:
                raise QueueFull
            # What will have run out by then holds nobody up.
            if start - now <= lifetime_seconds:
                self._free_at[sender] = end
            return start - now

    def reset(self) -> None:
        """Empty the queues."""
        with self._lock:
            self._free_at.clear()
