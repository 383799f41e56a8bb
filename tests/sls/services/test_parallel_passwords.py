"""Parallel guesses at a password against the real databases (security A2, A4, A42)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sls.domain.errors import LoginRefused
from sls.domain.password_locks import LOCKING_FAILURES
from tests.fakes.bootstrap import PASSWORD, World

THREADS, HOME = 30, "203.0.113.9"


@pytest.fixture
def world(sql_units, sql_seed) -> World:
    """Give a world on the real units of work."""
    world = World(sql_units, sql_seed)
    world.has_customer("alice")
    return world


def _is_let_in(world: World, password: str) -> bool:
    try:
        world.admitting.admit("alice", password, HOME)
    except LoginRefused:
        return False
    return True


def _guess(world: World, password: str) -> list[bool]:
    start = threading.Barrier(THREADS)

    def admit(_number: int) -> bool:
        start.wait()
        return _is_let_in(world, password)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(admit, range(THREADS)))


def test_a4_parallel_guesses_get_no_more_tries_than_there_are(world):
    assert not any(_guess(world, "wrong"))

    with world.units.write() as unit:
        name = world.digests.digest("user name", "alice")
        assert unit.password_failures.of_name(name).failures == LOCKING_FAILURES
    assert not _is_let_in(world, PASSWORD)


def test_a42_the_lock_is_in_the_database_and_survives_a_restart(world, sql_units, sql_seed):
    _guess(world, "wrong")

    restarted = World(sql_units, sql_seed)

    assert not _is_let_in(restarted, PASSWORD)
    restarted.clock.advance(hours=24)
    assert _is_let_in(restarted, PASSWORD)
