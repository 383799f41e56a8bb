"""The stand-in's world as fixtures: one whose voice takes no time, one that speaks."""

from collections.abc import Iterator

import pytest

from tests.standin.description import broken, find
from tests.standin.world import Person, World


@pytest.fixture
def world() -> Iterator[World]:
    """Give a world in which words take no time."""
    world = World()
    world.start()
    yield world
    world.stop()
    check(world)


@pytest.fixture
def speaking_world() -> Iterator[World]:
    """Give a world in which words take their time."""
    world = World(pace=1.0)
    world.start()
    yield world
    world.stop()
    check(world)


def check(world: World) -> None:
    """Hold whatever was asked and answered in a test against Twilio's description."""
    description = find()
    if description is not None:
        assert broken(description, world.twilio_http.exchanges) == []


@pytest.fixture
def alice(world: World) -> Person:
    """Give Alice, whose phone may ring."""
    return world.phone()
