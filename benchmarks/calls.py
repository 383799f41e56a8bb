"""Our own processor time for each call: for asking in the web process, for a worker's hand-over."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.databases import Place
from benchmarks.production import environment
from benchmarks.provider import fast_provider
from benchmarks.victims import enrol
from sls.bootstrap import build
from sls.core import Core
from sls.domain.factors import Channel
from sls.settings import load_settings

TOGETHER = (1, 4, 16)
# Together with the rushes fewer than the budget of a country lets through.
PEOPLE = 100
# Where no other measure has its people.
FIRST = 50_000


def measure_calls(place: Place, people: int = PEOPLE) -> list[dict[str, Any]]:
    """Return the rows of the table for one database; so many calls, some handed over together.

    Only the thread that works is counted: the provider answers from another one.
    """
    with fast_provider() as provider:
        pace = {"CALLS_PER_SECOND": "1000000"}
        settings = load_settings({**environment(place.url), **pace})
        core = build(replace(settings, twilio_base_url=provider.url))
        core.schema.upgrade()
        return [
            _measure(
                core, place, together, range(FIRST + people * turn, FIRST + people * (turn + 1))
            )
            for turn, together in enumerate(TOGETHER)
        ]


def _measure(core: Core, place: Place, together: int, people: range) -> dict[str, Any]:
    logins = [enrol(core, f"calls-{number}", number)[0] for number in people]
    asking = _own_ms(lambda: [_ask(core, login) for login in logins])
    handing_over = _own_ms(lambda: _hand_over(core, together))
    return {
        "database": place.kind,
        "what": "call",
        "together": together,
        "asking_own_ms": round(asking / len(people), 2),
        "handing_over_own_ms": round(handing_over / len(people), 2),
    }


def _ask(core: Core, login: str) -> None:
    core.logging_in.request_code(login, Channel.VOICE, None)


def _hand_over(core: Core, together: int) -> None:
    """Do what a crew does, but one thing after the other."""
    delivering = core.delivering
    while taken := delivering.take("worker", together):
        delivering.note([delivering.hand_over(each) for each in taken])


def _own_ms(act: Callable[[], object]) -> float:
    before = time.thread_time()
    act()
    return (time.thread_time() - before) * 1000
