"""Worlds of twins: Alice, who gets her codes by SMS; phones; a bank, where Dana has a card."""

import pytest

from sls.domain.factors import FactorKind
from tests.fakes.bootstrap import World
from tests.sls.bank import Bank
from tests.sls.services.apps import Apps


@pytest.fixture
def world() -> World:
    """Give a world in which Alice may log in."""
    world = World()
    world.has_customer("alice")
    return world


@pytest.fixture
def bank() -> Bank:
    """Give a bank on twins, with Dana and her card."""
    bank = Bank()
    bank.has_user("dana", FactorKind.SECURITY_CODE_CARD)
    return bank


@pytest.fixture
def apps(world: World) -> Apps:
    """Give people with phones; Alice gets her codes by SMS."""
    return Apps(world)
