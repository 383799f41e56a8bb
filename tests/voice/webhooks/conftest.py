"""Fixtures for the webhooks: a world behind a public address."""

from collections.abc import Iterator

import pytest

from tests.voice.webhooks.calls import (
    OLD_TOKEN,
    PUBLIC,
    TOKEN,
)
from tests.world import World


@pytest.fixture(scope="module")
def whole_world() -> Iterator[World]:
    """Give a world behind a public address, while Twilio's token rotates."""
    world = World(PUBLIC_BASE_URL=PUBLIC, TWILIO_AUTH_TOKEN=TOKEN, TWILIO_AUTH_TOKEN_OLD=OLD_TOKEN)
    yield world
    world.close()


@pytest.fixture
def world(whole_world: World) -> World:
    """Give that world, as new."""
    whole_world.reset()
    return whole_world
