"""Things to be done later, one after the other on one thread, each at its moment."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable

Action = Callable[[], None]


class Timetable:
    """What is due and when; its thread begins with the first thing to wait for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[tuple[float, int, Action]] = []
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    def add(self, seconds: float, action: Action) -> None:
        """Do this in so many seconds."""
        with self._changed:
            moment = time.monotonic() + seconds
            heapq.heappush(self._due, (moment, next(self._numbers), action))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="standin-timetable", daemon=True
                )
                self._thread.start()
            self._changed.notify()

    def reset(self) -> None:
        """Do nothing of it."""
        with self._changed:
            self._due.clear()

    def _run(self) -> None:
        while True:
            self._next()()

    def _next(self) -> Action:
        with self._changed:
            while True:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
