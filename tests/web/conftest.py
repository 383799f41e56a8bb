"""Fixtures for the web edge: the shared world, as new for each test."""

from collections.abc import Iterator

import pytest

from tests.world import World, shared_world


@pytest.fixture
def world() -> World:
    """Give the shared world, as new."""
    world = shared_world()
    world.reset()
    return world


@pytest.fixture
def own_world() -> Iterator[World]:
    """Give a world of the test's own, which it may break."""
    world = World()
    yield world
    world.close()
