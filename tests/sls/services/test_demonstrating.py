"""Demonstrating: the demo's clock, cast and fresh start."""

from datetime import datetime, timedelta

import pytest

from sls.services.demonstrating import Demonstrating
from tests.fakes.clock import NOON, ManualClock


class RememberedCast:
    """Remembers when the cast was made."""

    def __init__(self) -> None:
        self.made: list[tuple[str, datetime]] = []

    def cast(self):
        return [{"username": "alice"}]

    def create(self, now):
        self.made.append(("create", now))

    def recreate(self):
        self.made.append("recreate")


@pytest.fixture
def cast() -> RememberedCast:
    """Give a cast that remembers."""
    return RememberedCast()


@pytest.fixture
def demonstrating(cast) -> Demonstrating:
    """Give a demo on a clock of its own."""
    return Demonstrating(ManualClock(), cast)


def test_the_clock_can_be_set_forward(demonstrating):
    demonstrating.advance(90.5)

    assert demonstrating.now() == NOON + timedelta(seconds=90.5)


def test_the_cast_is_made_at_the_demos_moment(demonstrating, cast):
    demonstrating.advance(60)

    demonstrating.prepare()

    assert cast.made == [("create", NOON + timedelta(seconds=60))]


def test_a_reset_makes_everything_anew(demonstrating, cast):
    demonstrating.reset()

    assert cast.made == ["recreate"]


def test_the_cast_can_be_listed(demonstrating):
    assert demonstrating.cast() == [{"username": "alice"}]
