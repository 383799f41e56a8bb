"""The provider's front door: notes what was ordered, dawdles a little, and hears silence."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MOST_SECONDS = 0.02
QUIET_SECONDS = 0.08
PATIENCE_SECONDS = 30.0


class Traffic:
    """Stands before an application; everything that the stand-in is asked goes by."""

    def __init__(self, application: Application, chance: random.Random) -> None:
        self._application = application
        self._chance = chance
        self._counting = threading.Lock()
        self._inside = 0
        self._last_at = time.monotonic()
        self._came = threading.Event()
        self.ordered: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Pass a request on."""
        self._count(1)
        try:
            if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/Calls.json"):
                return self._order(environ, start)
            return self._application(environ, start)
        finally:
            self._count(-1)

    def wait_for_an_order(self, seconds: float) -> None:
        """Wait until somebody has come to order a call, but no longer than this."""
        self._came.clear()
        self._came.wait(seconds)

    def wait_for_silence(self) -> None:
        """Wait until nobody has been inside for a moment, which begins now: bytes take time."""
        self._count(0)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with self._counting:
                is_quiet = not self._inside and time.monotonic() - self._last_at > QUIET_SECONDS
            if is_quiet:
                return
            time.sleep(0.01)
        raise TimeoutError("the provider was never quiet")

    def _order(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        self._came.set()
        time.sleep(self._chance.uniform(0, MOST_SECONDS))
        answer = list(self._application(environ, start))
        # Written down once the stand-in has taken it, whether or not anybody hears the answer. Who
        # dies between the head of a request and its body has ordered nothing.
        urls = parse_qs(body.decode()).get("Url", [])
        with self._counting:
            self.ordered += [urlsplit(url).path for url in urls]
        time.sleep(self._chance.uniform(0, MOST_SECONDS))
        return answer

    def _count(self, more: int) -> None:
        with self._counting:
            self._inside += more
            self._last_at = time.monotonic()
