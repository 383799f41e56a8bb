"""Temporary passcodes and online cards: the same promises in memory and in the database."""

from datetime import timedelta

import pytest

from sls.domain.challenges import Device
from sls.domain.factors import Factor, FactorKind
from sls.domain.online_cards import MAX_PROOFS, PENDING_FOR, CardState, OnlineCard
from sls.domain.temporary_access import TemporaryRules, issued
from tests.fakes.clock import NOON

SECOND = timedelta(seconds=1)
ALICE = "customer-alice"


@pytest.fixture
def store(store):
    """Give a store with a customer."""
    store.has_customer()
    return store


def _issue(store, factor_id: str, at=NOON) -> None:
    factor = Factor(factor_id, ALICE, FactorKind.TEMPORARY_PASSCODE, None, at)
    passcode = issued(factor, f"hash of {factor_id}", "agent.en", TemporaryRules(), at)
    with store.units.write() as unit:
        unit.temporary_accesses.lock(ALICE)
        unit.temporary_accesses.add_passcode(factor, passcode)


def _has_card(store, card_id: str = "card", **other: object) -> None:
    fields: dict[str, object] = {
        "id": card_id,
        "customer_id": ALICE,
        "sealed_key": b"sealed",
        "state": CardState.PENDING,
        "requested_at": NOON,
        **other,
    }
    with store.units.write() as unit:
        unit.temporary_accesses.add_card(OnlineCard(**fields))


def _charge(store, now) -> bool:
    with store.units.write() as unit:
        return unit.temporary_accesses.charge_card("card", now)


def test_a_passcode_comes_with_its_factor(store):
    _issue(store, "first")

    with store.units.read() as unit:
        passcode = unit.temporary_accesses.passcode("first")
        factor = unit.customers.factor("first")
        assert unit.temporary_accesses.passcode("factor-alice") is None
    assert (passcode.hashed, passcode.issued_by) == ("hash of first", "agent.en")
    assert passcode.full_until == NOON + timedelta(days=2)
    assert factor.expires_at == passcode.card_until == NOON + timedelta(days=10)


def test_the_passcode_since_which_no_device_was_back_is_found(store):
    store.has_customer("bao")
    _issue(store, "closed", NOON + SECOND)
    with store.units.write() as unit:
        unit.temporary_accesses.passcode("closed").end(NOON + SECOND)
    _issue(store, "open")

    with store.units.read() as unit:
        assert unit.temporary_accesses.open_passcode(ALICE).factor_id == "open"
        assert unit.temporary_accesses.open_passcode("customer-bao") is None


def test_that_a_device_is_back_is_kept(store):
    _issue(store, "first")

    with store.units.write() as unit:
        unit.temporary_accesses.passcode("first").end(NOON + SECOND)

    with store.units.read() as unit:
        assert unit.temporary_accesses.passcode("first").device_back_at == NOON + SECOND


def test_cards_that_wait_are_found_and_others_are_not(store):
    store.has_customer("bao")
    _has_card(store)
    _has_card(store, "active", state=CardState.ACTIVE)
    _has_card(store, "void", state=CardState.VOID)
    _has_card(store, "foreign", customer_id="customer-bao")

    with store.units.read() as unit:
        waiting = unit.temporary_accesses.pending_cards(ALICE)
        assert [each.id for each in waiting] == ["card"]
        assert unit.temporary_accesses.card("void").state is CardState.VOID
        assert unit.temporary_accesses.card("nothing") is None


def test_a_card_has_five_proofs(store):
    _has_card(store)

    charged = [_charge(store, NOON) for _ in range(MAX_PROOFS + 1)]

    assert charged == [True] * MAX_PROOFS + [False]


@pytest.mark.parametrize("state", [CardState.ACTIVE, CardState.VOID])
def test_a_card_that_does_not_wait_has_none(store, state):
    _has_card(store, state=state)

    assert not _charge(store, NOON)


def test_a_card_has_none_after_a_day(store):
    _has_card(store)

    assert _charge(store, NOON + PENDING_FOR - SECOND)
    assert not _charge(store, NOON + PENDING_FOR)


def test_a_card_in_force_is_a_factor_with_its_device(store):
    factor = Factor("card", ALICE, FactorKind.ONLINE_CARD, None, NOON, expires_at=NOON + SECOND)

    with store.units.write() as unit:
        unit.temporary_accesses.add_factor(factor, Device("card", b"sealed", None))

    with store.units.write() as unit:
        assert unit.devices.get("card").sealed_key == b"sealed"
        assert unit.customers.factor("card").expires_at == NOON + SECOND


def test_a_participant_is_who_ever_had_a_factor(store):
    with store.units.write() as unit:
        unit.customers.factor_to_change("factor-alice").end(NOON)

    with store.units.read() as unit:
        assert unit.temporary_accesses.is_participant(ALICE)
        assert not unit.temporary_accesses.is_participant("customer-nobody")


def test_a_login_keeps_that_it_is_for_the_card_alone(store):
    store.has_login("full")
    store.has_login("card_only", is_card_only=True)

    with store.units.read() as unit:
        assert unit.logins.get("card_only").is_card_only
        assert not unit.logins.get("full").is_card_only
