"""Webhooks are asked again as their address says: by itself once, when nobody could be reached."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import requests
from flask import abort

from standin.attempts import attempts_for
from tests.standin.world import Person, World

ADDRESS = "http://127.0.0.1/news"
Outcome = int | type[requests.RequestException]


class Answering:
    """A server whose outcomes are known in advance; each takes some seconds of a made-up clock."""

    def __init__(self, *outcomes: Outcome, seconds: float = 0.0) -> None:
        self.outcomes: Iterator[Outcome] = iter(outcomes)
        self.seconds = seconds
        self.time = 0.0
        self.waits: list[tuple[float, float]] = []

    def ask(self, connect: float, answer: float) -> requests.Response:
        """Give the next outcome."""
        self.waits.append((connect, answer))
        self.time += self.seconds
        outcome = next(self.outcomes)
        if not isinstance(outcome, int):
            raise outcome
        response = requests.Response()
        response.status_code = outcome
        return response

    def now(self) -> float:
        """Tell the time of the made-up clock."""
        return self.time


def tries(fragment: str, *outcomes: Outcome, seconds: float = 0.0) -> int:
    """Ask until it is over, and count how often."""
    server = Answering(*outcomes, seconds=seconds)
    with suppress(requests.RequestException):
        attempts_for(f"{ADDRESS}{fragment}").make(server.ask, server.now)
    return len(server.waits)


@pytest.mark.parametrize(
    ("fragment", "outcomes", "count"),
    [
        ("", [200], 1),
        ("", [requests.ConnectionError, 200], 2),
        ("", [requests.ConnectionError] * 3, 2),
        ("", [requests.ReadTimeout], 1),
        ("", [503], 1),
        ("#rc=0", [requests.ConnectionError], 1),
        ("#rc=2&rp=5xx", [503, 500, 200], 3),
        ("#rc=2&rp=5xx", [503, 404], 2),
        ("#rc=2&rp=5xx", [requests.ConnectionError], 1),
        ("#rc=2&rp=ct,rt", [requests.ReadTimeout, requests.ConnectTimeout, 200], 3),
        ("#rc=5&rp=all", [404, 503, requests.ReadTimeout, requests.ConnectionError, 200], 5),
        ("#rc=5&rp=all", [302], 1),
        ("#rc=6", [requests.ConnectionError, 200], 2),
        ("#rc=2&rp=sometimes", [503], 1),
    ],
)
def test_a_webhook_is_asked_again_after_what_its_address_names(
    fragment: str, outcomes: list[Outcome], count: int
) -> None:
    assert tries(fragment, *outcomes) == count


def test_when_the_time_for_all_of_it_is_over_nothing_is_asked_again() -> None:
    assert tries("#rc=5&rp=5xx&tt=3000", *[503] * 6, seconds=1.0) == 3


def test_no_attempt_waits_longer_than_its_part_or_than_what_is_left() -> None:
    server = Answering(503, 200, seconds=2.0)

    attempts_for(f"{ADDRESS}#ct=1000&rt=4000&tt=5000&rc=1&rp=5xx").make(server.ask, server.now)

    assert server.waits == [(1.0, 4.0), (1.0, 3.0)]


def test_what_the_product_could_not_answer_is_asked_again_under_the_same_token(
    world: World, alice: Person
) -> None:
    answers = iter([503, 200])

    def answer(_: dict[str, str]) -> str:
        if (status := next(answers)) != 200:
            abort(status)
        return "<Response><Say>At last.</Say></Response>"

    world.bot.documents["start"] = answer
    world.call(url=world.url("/bot/start#rc=1&rp=5xx"))

    alice.answers()

    alice.waits_to_hear("At last.")
    first, second = world.bot.tokens("start")
    assert first == second
    assert world.bot.forged == 0
