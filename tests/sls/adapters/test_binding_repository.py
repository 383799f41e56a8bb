"""The repository of activations, installations and changes of number, of either kind."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from sls.domain.activations import ACTIVATION_LIFETIME, Activation, ActivationState, opened
from sls.domain.bindings import Binding, Guard
from sls.domain.challenges import Device
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.factors import Factor, FactorKind
from sls.domain.numbers import NUMBER_CHANGE_LIFETIME, NumberChange
from tests.fakes.clock import NOON

IOS = FactorKind.IB_KEY_IOS
ALICE, BOB = "customer-alice", "customer-bob"
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def units(store):
    """Give units of work with Alice and Bob."""
    store.has_customer("alice")
    store.has_customer("bob")
    return store.units


def _has_activation(units, name: str = "one", **other: object) -> Activation:
    activation = opened(name, ALICE, NOON)
    for field, value in other.items():
        setattr(activation, field, value)
    with units.write() as unit:
        unit.bindings.add_activation(activation)
    return activation


def _has_change(units, name: str = "one", **other: object) -> NumberChange:
    fields = {
        "id": name,
        "customer_id": ALICE,
        "number": "+12025550177",
        "created_at": NOON,
        "expires_at": NOON + NUMBER_CHANGE_LIFETIME,
        **other,
    }
    change = NumberChange(**fields)
    with units.write() as unit:
        unit.bindings.add_number_change(change)
    return change


def _binds(units, name: str, customer_id: str, install_id: str) -> None:
    factor = Factor(name, customer_id, IOS, None, NOON)
    with units.write() as unit:
        unit.bindings.bind(
            factor, Device(name, b"key", None), Binding(name, customer_id, install_id, NOON)
        )


def test_an_activation_comes_back_as_it_was(units):
    activation = _has_activation(units, kind=IOS, install_id="phone", attempts=2)

    with units.read() as unit:
        assert asdict(unit.bindings.activation("one")) == asdict(activation)
        assert unit.bindings.activation("two") is None


def test_the_activation_that_waits_is_the_newest_in_time(units):
    _has_activation(units, "old", state=ActivationState.ENDED, created_at=LATER)
    _has_activation(units, "first")
    _has_activation(units, "second", created_at=LATER)

    with units.read() as unit:
        assert unit.bindings.waiting_activation(ALICE, LATER).id == "second"
        assert unit.bindings.waiting_activation(BOB, LATER) is None
        assert unit.bindings.waiting_activation(ALICE, NOON + ACTIVATION_LIFETIME) is None


def test_an_activation_is_charged_five_times_and_no_more(units):
    _has_activation(units)
    charged = []

    for _ in range(MAX_ATTEMPTS + 1):
        with units.write() as unit:
            charged.append(unit.bindings.charge_activation("one", NOON))

    assert charged == [True] * MAX_ATTEMPTS + [False]
    with units.read() as unit:
        assert unit.bindings.activation("one").attempts == MAX_ATTEMPTS


@pytest.mark.parametrize(
    ("other", "at"),
    [
        ({"state": ActivationState.ENDED}, NOON),
        ({"state": ActivationState.ACTIVE}, NOON),
        ({}, NOON + ACTIVATION_LIFETIME),
    ],
)
def test_an_activation_that_is_over_is_not_charged(units, other, at):
    _has_activation(units, **other)

    with units.write() as unit:
        assert not unit.bindings.charge_activation("one", at)
        assert not unit.bindings.charge_activation("no-such", at)


def test_a_guard_is_new_at_first_and_then_remembered(units):
    with units.write() as unit:
        unit.bindings.lock(ALICE)
        assert asdict(unit.bindings.guard(ALICE)) == asdict(Guard(ALICE))
        unit.bindings.guard(ALICE).charge(NOON)

    with units.write() as unit:
        assert unit.bindings.guard(ALICE).failures == 1
        assert unit.bindings.guard(BOB).failures == 0


def test_an_installation_carries_the_factors_that_were_bound_to_it_until_they_end(units):
    _binds(units, "of-alice", ALICE, "phone")
    _binds(units, "of-bob", BOB, "phone")
    _binds(units, "elsewhere", BOB, "other")

    with units.write() as unit:
        found = unit.bindings.on_install("phone")
        assert [each.id for each in found] == ["of-alice", "of-bob"]
        assert unit.devices.get("of-alice").sealed_key == b"key"
        unit.customers.factor_to_change("of-bob").end(LATER)

    with units.read() as unit:
        assert [each.id for each in unit.bindings.on_install("phone")] == ["of-alice"]
        assert list(unit.bindings.on_install("nowhere")) == []


def test_a_factor_without_a_device_can_be_added(units):
    with units.write() as unit:
        unit.bindings.add_factor(Factor("new", ALICE, FactorKind.SMS, "+12025550177", NOON))

    with units.read() as unit:
        assert unit.customers.factor("new").number == "+12025550177"


def test_a_change_of_number_comes_back_as_it_was(units):
    change = _has_change(units)

    with units.read() as unit:
        assert asdict(unit.bindings.number_change("one")) == asdict(change)


def test_changes_since_a_moment_are_told_oldest_first(units):
    _has_change(units, "second", created_at=LATER)
    _has_change(units, "first", created_at=NOON + timedelta(seconds=1))
    _has_change(units, "before")
    _has_change(units, "of-bob", customer_id=BOB, created_at=LATER)

    with units.read() as unit:
        begun = unit.bindings.number_changes_since(ALICE, NOON)
        assert [each.id for each in begun] == ["first", "second"]


def test_the_last_change_is_the_one_that_was_confirmed_last(units):
    _has_change(units, "waiting", created_at=LATER)
    with units.read() as unit:
        assert unit.bindings.last_number_change(ALICE) is None

    _has_change(units, "older", confirmed_at=NOON, active_from=LATER)
    _has_change(units, "newer", confirmed_at=LATER, active_from=LATER)

    with units.read() as unit:
        assert unit.bindings.last_number_change(ALICE).id == "newer"
        assert unit.bindings.last_number_change(BOB) is None


def test_a_change_is_charged_five_times_and_no_more(units):
    _has_change(units)
    charged = []

    for _ in range(MAX_ATTEMPTS + 1):
        with units.write() as unit:
            charged.append(unit.bindings.charge_number_change("one", NOON))

    assert charged == [True] * MAX_ATTEMPTS + [False]


@pytest.mark.parametrize(
    ("other", "at"),
    [
        ({"ended_at": NOON}, NOON),
        ({"confirmed_at": NOON}, NOON),
        ({}, NOON + NUMBER_CHANGE_LIFETIME),
    ],
)
def test_a_change_that_is_over_is_not_charged(units, other, at):
    _has_change(units, **other)

    with units.write() as unit:
        assert not unit.bindings.charge_number_change("one", at)
