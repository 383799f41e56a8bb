"""A crew of threads that hand over side by side: one slow answer of the provider holds up one."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger("worker")
PAUSE_AFTER_FAILURE_SECONDS = 1.0


class Crew:
    """Threads that sleep until they are called, and then work until nothing is left."""

    def __init__(self, name: str, size: int, work_once: Callable[[str], bool]) -> None:
        self._work_once = work_once
        self._stop = threading.Event()
        self._calls = [threading.Event() for _ in range(size)]
        self._threads = [
            threading.Thread(target=self._work, args=(f"{name}-{number}", call))
            for number, call in enumerate(self._calls)
        ]

    def start(self) -> None:
        """Let the threads begin."""
        for thread in self._threads:
            thread.start()

    def call(self) -> None:
        """Wake whoever sleeps: there is work."""
        for each in self._calls:
            each.set()

    def end(self) -> None:
        """Let each finish what it has in hand, and wait for all."""
        self._stop.set()
        self.call()
        for thread in self._threads:
            thread.join()

    def _work(self, name: str, call: threading.Event) -> None:
        while True:
            call.wait()
            call.clear()
            while not self._stop.is_set() and self._try(name):
                pass
            if self._stop.is_set():
                return

    def _try(self, name: str) -> bool:
        try:
            return self._work_once(name)
        except Exception:  # a worker outlives whatever one delivery meets; the outbox keeps it
            log.exception("delivery_failed")
            self._stop.wait(PAUSE_AFTER_FAILURE_SECONDS)
            return False
