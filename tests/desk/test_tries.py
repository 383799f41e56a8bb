"""Five wrong pick-up numbers in fifteen minutes from one address (design 5.4)."""

from datetime import timedelta

import pytest

from desk.tries import Tries
from tests.fakes.clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    """Give a clock that stands still."""
    return ManualClock()


@pytest.fixture
def tries(clock: ManualClock) -> Tries:
    """Give a count at which "desk" has used all it has."""
    tries = Tries(clock)
    for _ in range(5):
        assert tries.charge("desk") is None
    return tries


def test_the_sixth_try_has_to_wait(tries):
    assert tries.charge("desk") == timedelta(minutes=15)


def test_one_address_does_not_count_for_another(tries):
    assert tries.charge("another desk") is None


def test_a_try_is_forgotten_after_fifteen_minutes(tries, clock):
    clock.advance(timedelta(minutes=15))

    assert tries.charge("desk") is None


def test_waiting_does_not_prolong_the_wait(tries, clock):
    clock.advance(timedelta(minutes=10))
    tries.charge("desk")

    assert tries.charge("desk") == timedelta(minutes=5)


def test_a_right_number_costs_nothing_and_forgives_nothing(clock):
    tries = Tries(clock)
    for _ in range(4):
        tries.charge("desk")

    assert tries.charge("desk") is None
    tries.give_back("desk")

    assert tries.charge("desk") is None
    assert tries.charge("desk") is not None
