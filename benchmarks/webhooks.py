"""The webhook of a call that is answered, beside a bare Flask hello behind the same server."""

import statistics
from functools import partial
from typing import Any

import requests
from twilio.request_validator import RequestValidator

from benchmarks.core import open_core
from benchmarks.databases import Place
from benchmarks.measuring import percentile, spans_of
from benchmarks.people import Person, settle
from benchmarks.production import TOKEN, environment
from benchmarks.serving import served

ROUNDS = 5


class Caller:
    """Posts over one connection that is kept, as Twilio does."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._signs = RequestValidator(TOKEN)
        self._session = requests.Session()
        self._session.trust_env = False

    def says_hello(self) -> None:
        """Ask the peer."""
        self._post("/hello", {})

    def is_answered(self, person: Person) -> None:
        """Tell that a person took the call."""
        self._post(f"/voice/calls/{person.job}/answer", {"CallSid": person.call_sid})

    def _post(self, path: str, form: dict[str, str]) -> None:
        url = self._base_url + path
        signature = self._signs.compute_signature(url, form)
        headers = {"X-Twilio-Signature": signature}
        answer = self._session.post(url, form, headers=headers, timeout=30)
        assert answer.ok, answer.text


def measure_webhooks(place: Place, size: int) -> dict[str, Any]:
    """Return the row of the table for one database."""
    people = settle(open_core(place), "webhook", size)
    hello, application = "benchmarks.hello:create_app()", "serve:create_app()"
    with served(hello, {}) as hello_url, served(application, environment(place.url)) as url:
        return _row(place, Caller(url), Caller(hello_url), people)


def _row(place: Place, caller: Caller, peer: Caller, people: list[Person]) -> dict[str, Any]:
    warm, measured = people[: len(people) // 10], people[len(people) // 10 :]
    _spans(caller, peer, warm)
    spans, peers = [], []
    size = len(measured) // ROUNDS
    for number in range(ROUNDS):
        its, others = _spans(caller, peer, measured[number * size : (number + 1) * size])
        spans += its
        peers += others
    return {
        "database": place.kind,
        "what": "webhook answer",
        "p50_ms": _ms(statistics.median(spans)),
        "p99_ms": _ms(percentile(spans, 0.99)),
        "hello_p50_ms": _ms(statistics.median(peers)),
        "hello_p99_ms": _ms(percentile(peers, 0.99)),
        "p99_ratio": round(percentile(spans, 0.99) / percentile(peers, 0.99), 2),
    }


def _spans(caller: Caller, peer: Caller, people: list[Person]) -> tuple[list[float], list[float]]:
    peers = spans_of([peer.says_hello] * len(people))
    return spans_of([partial(caller.is_answered, each) for each in people]), peers


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
