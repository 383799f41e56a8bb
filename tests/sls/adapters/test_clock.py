"""Clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.adapters.clock import DemoClock, SystemClock
from sls.adapters.database import Database
from tests.fakes.clock import ManualClock


@pytest.fixture(params=["twin", "sqlite", "postgres"])
def movable(request):
    """Give each clock that can be set forward."""
    if request.param == "twin":
        return ManualClock()
    return DemoClock(request.getfixturevalue(request.param))


@pytest.fixture(params=["twin", "system", "sqlite", "postgres"])
def clock(request):
    """Give each clock."""
    if request.param == "system":
        return SystemClock()
    is_twin = request.param == "twin"
    return ManualClock() if is_twin else DemoClock(request.getfixturevalue(request.param))


def test_a_moment_is_aware_and_in_utc(clock):
    assert clock.now().utcoffset() == timedelta(0)


def test_a_clock_never_goes_back(clock):
    moments = [clock.now() for _ in range(20)]

    assert moments == sorted(moments)


def test_a_clock_can_be_set_forward_again_and_again(movable):
    before = movable.now()

    movable.advance(timedelta(minutes=5))
    movable.advance(timedelta(seconds=30.5))

    passed = movable.now() - before
    assert timedelta(minutes=5, seconds=30.5) <= passed < timedelta(minutes=5, seconds=40)


def test_the_real_clocks_show_the_present_moment(database):
    for clock in (SystemClock(), DemoClock(database)):
        assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)


def test_every_process_sees_the_demos_clock_set_forward(database):
    DemoClock(database).advance(timedelta(hours=1))

    elsewhere = Database(database.url)

    assert DemoClock(elsewhere).now() - datetime.now(UTC) > timedelta(minutes=59)
    elsewhere.dispose()
