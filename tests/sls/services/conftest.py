"""A world of twins with Alice in it, who gets her codes by SMS."""

import pytest

from tests.fakes.bootstrap import World


@pytest.fixture
def world() -> World:
    """Give a world in which Alice may log in."""
    world = World()
    world.has_customer("alice")
    return world
