"""Fixtures of the desk: the shipped procedures, and a client of the shared world."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from sls.adapters.procedure_files import ProcedureLibrary
from tests.world import World, shared_world

SHIPPED = Path(__file__).resolve().parents[2] / "procedures"


@pytest.fixture(scope="session")
def library() -> ProcedureLibrary:
    """Give the procedures as they are shipped."""
    return ProcedureLibrary(SHIPPED)


@pytest.fixture
def world() -> World:
    """Give the shared world, as new."""
    world = shared_world()
    world.reset()
    return world


@pytest.fixture
def client(world: World) -> FlaskClient:
    """Give a browser of an agent, without cookies of others."""
    return world.app.test_client()
