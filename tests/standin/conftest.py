"""The stand-in's world as fixtures: one whose voice takes no time, one that speaks."""

from collections.abc import Iterator

import pytest

from tests.standin.world import Person, World


@pytest.fixture
def world() -> Iterator[World]:
    """Give a world in which words take no time."""
    world = World()
    world.start()
    yield world
    world.stop()


@pytest.fixture
def speaking_world() -> Iterator[World]:
    """Give a world in which words take their time."""
    world = World(pace=1.0)
    world.start()
    yield world
    world.stop()


@pytest.fixture
def alice(world: World) -> Person:
    """Give Alice, whose phone may ring."""
    return world.phone()
