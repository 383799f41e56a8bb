"""Erasing one customer: their entries name nobody any more, and the chain holds (design 5.11)."""

import pytest

from sls.domain.audit import AuditKind
from sls.domain.errors import AccountUnknown, WithdrawalsOpen
from sls.domain.factors import FactorKind
from sls.services.auditing import record
from sls.services.erasing import ErasingCustomers
from tests.fakes.bootstrap import World
from tests.fakes.digests import PlainDigests
from tests.sls.bank import Bank, opens_account

ALICE = "customer-alice"


@pytest.fixture
def bank() -> Bank:
    """Give a bank at which Alice may withdraw."""
    bank = Bank()
    bank.has_user("alice", FactorKind.SMS)
    return bank


@pytest.fixture
def real(sql_units, sql_seed) -> World:
    """Give a world on the real units of work, with Alice and Bob."""
    world = World(sql_units, sql_seed)
    for username in ("alice", "bob"):
        world.has_customer(username, FactorKind.SMS)
        opens_account(sql_units, f"customer-{username}", f"account-{username}")
    return world


def _erases(world: World, username: str) -> None:
    ErasingCustomers(world.units, world.clock, world.randomness, world.digests).erase(
        username, "mei"
    )


def _records(world: World, customer: str) -> None:
    with world.units.write() as unit:
        now = world.now()
        record(unit, AuditKind.LOGIN_VERIFIED, now, customer=customer, subject="login")


def _entries(world: World) -> list:
    with world.units.read() as unit:
        return list(unit.audit.entries(0, 100))


def test_an_erased_customer_is_unknown_and_nobody_else_is(real):
    _erases(real, "Alice")

    with real.units.read() as unit:
        assert unit.customers.by_username("alice") is None
        assert unit.customers.by_username("bob") is not None


def test_the_chain_holds_after_an_erasure(real):
    _records(real, ALICE)
    _records(real, "customer-bob")
    real.checking_audit.anchor()

    _erases(real, "alice")

    assert real.checking_audit.verify() == []
    assert [each.kind for each in _entries(real)][-1] == "CustomerErased"


def test_the_entries_of_an_erased_customer_can_be_told_of_nobody(real):
    _records(real, ALICE)
    before = _entries(real)[-1]

    _erases(real, "alice")
    _records(real, ALICE)

    after = _entries(real)[-1]
    assert after.customer not in (before.customer, None)
    assert after.subject != before.subject


def test_the_erasure_is_on_record_with_who_did_it_and_without_whose_it_was(real):
    _records(real, "customer-bob")

    _erases(real, "alice")

    entry = _entries(real)[-1]
    assert (entry.actor, entry.customer, entry.subject) == ("agent:mei", None, None)
    assert entry.data == {}


def test_somebody_else_keeps_their_timeline(real):
    _records(real, "customer-bob")

    _erases(real, "alice")

    found = real.checking_audit.timeline("bob", "key:desk", None, 10)
    assert [each.kind for each in found] == ["LoginVerified"]


def test_nobody_is_erased_twice(real):
    _erases(real, "alice")

    with pytest.raises(AccountUnknown):
        _erases(real, "alice")


def test_a_customer_whose_money_is_on_its_way_is_not_erased(bank):
    withdrawal = bank.withdraws("alice", FactorKind.SMS, 100)
    erasing = ErasingCustomers(bank.units, bank.clock, bank.randomness, PlainDigests())

    with pytest.raises(WithdrawalsOpen):
        erasing.erase("alice", "mei")

    bank.withdrawing.cancel(withdrawal.id)
    erasing.erase("alice", "mei")
    with bank.units.read() as unit:
        assert unit.customers.by_username("alice") is None
