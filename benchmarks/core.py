"""Verifications and withdrawals, beside a bare insert-and-commit in the same database."""

from functools import partial
from typing import Any

from benchmarks.databases import Place
from benchmarks.measuring import Pair, in_turns
from benchmarks.people import CENTS, CODE, Person, settle
from benchmarks.production import environment
from sls.bootstrap import build
from sls.core import Core
from sls.settings import load_settings

ROUNDS = 5
THREADS = 4


def open_core(place: Place) -> Core:
    """Build the core on a database, with its newest schema."""
    core = build(load_settings(environment(place.url)))
    core.schema.upgrade()
    return core


def measure_core(place: Place, size: int) -> list[dict[str, Any]]:
    """Return the rows of the table for one database; `size` acts each, from other customers."""
    core = open_core(place)
    place.commit()  # its connection and its table are there before the clock
    return [
        _row(place, thing, threads, _measure(core, place, thing, threads, size))
        for thing in ("verification", "withdrawal")
        for threads in (1, THREADS)
    ]


def _measure(core: Core, place: Place, thing: str, threads: int, size: int) -> Pair:
    people = settle(core, f"{thing}-{threads}", size)
    does = _verifies if thing == "verification" else _withdraws
    return in_turns([partial(does, core, each) for each in people], place.commit, ROUNDS, threads)


def _verifies(core: Core, person: Person) -> None:
    core.logging_in.verify(person.login_id, CODE)


def _withdraws(core: Core, person: Person) -> None:
    core.withdrawing.request(person.verification_id, CENTS, f"key-{person.login_id}")


def _row(place: Place, thing: str, threads: int, pair: Pair) -> dict[str, Any]:
    return {
        "database": place.kind,
        "what": thing,
        "threads": threads,
        "per_second": round(pair.per_second),
        "commits_per_second": round(pair.peer_per_second),
        "commits_each": round(pair.ratio, 2),
        "own_ms": round(pair.own_ms, 2),
    }
