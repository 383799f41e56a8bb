"""Identifying: the site's token becomes a customer, once."""

import pytest

from sls.domain.errors import IdentityRejected


def _customer_of(world, token: str) -> str:
    with world.units.write() as unit:
        return world.identifying.customer_of(unit, token, world.now())


def test_a_token_names_a_customer(world):
    assert _customer_of(world, world.tokens.issue("Alice", world.now())) == "customer-alice"


def test_a_token_works_once(world):
    token = world.tokens.issue("alice", world.now())
    _customer_of(world, token)

    with pytest.raises(IdentityRejected):
        _customer_of(world, token)


def test_two_tokens_with_one_id_are_one_token(world):
    _customer_of(world, world.tokens.issue("alice", world.now(), "jti-1"))

    with pytest.raises(IdentityRejected):
        _customer_of(world, world.tokens.issue("alice", world.now(), "jti-1"))


def test_a_stale_token_is_rejected(world):
    token = world.tokens.issue("alice", world.now())

    world.clock.advance(seconds=300)

    with pytest.raises(IdentityRejected):
        _customer_of(world, token)


def test_a_token_of_nobody_we_know_is_rejected_and_not_used_up(world):
    token = world.tokens.issue("nobody", world.now())
    with pytest.raises(IdentityRejected):
        _customer_of(world, token)

    world.has_customer("nobody", number="+12025550102")

    assert _customer_of(world, token) == "customer-nobody"


def test_a_session_that_could_not_be_opened_uses_no_token_up(world):
    token = world.tokens.issue("alice", world.now())

    def fail(*_arguments: object) -> None:
        raise RuntimeError

    world.conversing._hearing.new_conversation = fail
    with pytest.raises(RuntimeError):
        world.conversing.open("en", token, None)

    assert _customer_of(world, token) == "customer-alice"
