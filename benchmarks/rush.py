"""A hundred people ask for a call at once: how long until the provider has each call.

That is our own share of the minute (F2): the web, the database and the worker. The provider is one
that answers at once and takes a thousand calls a second.
"""

import json
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from benchmarks.core import open_core
from benchmarks.databases import Place
from benchmarks.measuring import percentile
from benchmarks.production import environment
from benchmarks.provider import FastProvider, fast_provider
from benchmarks.serving import served, worker
from benchmarks.victims import enrol
from sls.core import Core

PEOPLE = 100
# No two rushes ring the same phones: the calls of the first still keep them busy.
PEOPLE_APART = 1000
PATIENCE_SECONDS = 60.0
HEADERS = {
    "Content-Type": "application/json",
    "X-API-Key": "key-of-the-benchmark-and-nothing-else",
}


def measure_rush(place: Place, threads: int, people: int = PEOPLE) -> dict[str, Any]:
    """Return the row of the table for one database and one number of the worker's threads."""
    core = open_core(place)
    with fast_provider() as provider:
        pace = {"CALLS_PER_SECOND": "1000", "WORKER_THREADS": str(threads)}
        settings = {**environment(place.url), **pace}
        with served("serve:create_app()", settings) as url, worker(settings, provider.url):
            _wait_for_sign(core)
            first = threads * PEOPLE_APART
            _ask(core, url, provider, range(first, first + 10))
            spans = _ask(core, url, provider, range(first + 10, first + 10 + people))
    return {
        "database": place.kind,
        "what": "asked to ringing",
        "at_once": people,
        "threads": threads,
        "ringing_p50_ms": _ms(statistics.median(spans)),
        "ringing_p95_ms": _ms(percentile(spans, 0.95)),
        "ringing_p99_ms": _ms(percentile(spans, 0.99)),
        "ringing_max_ms": _ms(max(spans)),
        "spans_ms": [_ms(each) for each in spans],
    }


def _ask(core: Core, url: str, provider: FastProvider, people: range) -> Sequence[float]:
    """Let these people ask at the same moment; return how long each call took to leave."""
    enrolled = [enrol(core, f"asks-{number}", number) for number in people]
    provider.came_at.clear()
    together = threading.Barrier(len(people))
    with ThreadPoolExecutor(len(people)) as pool:
        asked = list(pool.map(partial(_click, url, together), [login for login, _ in enrolled]))
    numbers = [number for _, number in enrolled]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not set(numbers) <= set(provider.came_at):
        if time.monotonic() > deadline:
            raise TimeoutError("not everybody was called")
        time.sleep(0.01)
    return [
        provider.came_at[number] - asked_at for number, asked_at in zip(numbers, asked, strict=True)
    ]


def _click(url: str, together: threading.Barrier, login: str) -> float:
    """Ask for one call; with as little work as can be, for all who ask share our processor."""
    path, body = f"/api/sls/v1/logins/{login}/code", json.dumps({"channel": "voice"})
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_SECONDS)) as connection:
        together.wait(PATIENCE_SECONDS)
        asked_at = time.monotonic()
        connection.request("POST", path, body, HEADERS)
        assert connection.getresponse().status == HTTPStatus.ACCEPTED
    return asked_at


def _wait_for_sign(core: Core) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not core.worker_signs.is_alive():
        if time.monotonic() > deadline:
            raise TimeoutError("the worker did not come up")
        time.sleep(0.05)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
