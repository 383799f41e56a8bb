"""Verifications and changes of PIN: the same promises in memory and in the database."""

from datetime import timedelta

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.pins import PinChange, PinChangeState, PinReset
from sls.domain.platforms import Platform
from sls.domain.verifications import Task, Verification, VerificationState
from tests.fakes.clock import NOON

LATER = NOON + timedelta(minutes=1)
END = NOON + timedelta(minutes=10)
TICK = timedelta(microseconds=1)


@pytest.fixture
def store(store):
    """Give a store with a customer and her login."""
    store.has_customer()
    store.has_login()
    return store


def _has_verification(store, verification_id: str = "one", **other: object) -> None:
    fields: dict[str, object] = {
        "id": verification_id,
        "customer_id": "customer-alice",
        "login_id": "login",
        "task": Task.WITHDRAWAL,
        "details": '{"amount":5}',
        "platform": Platform.CLIENT_PORTAL,
        "platform_version": None,
        "language": "en",
        "state": VerificationState.READY,
        "created_at": NOON,
        "expires_at": END,
        "factor_id": "factor-alice",
        **other,
    }
    with store.units.write() as unit:
        unit.verifications.add(Verification(**fields))


def _has_change(store, change_id: str = "one", **other: object) -> None:
    fields: dict[str, object] = {
        "id": change_id,
        "customer_id": "customer-alice",
        "factor_id": "factor-alice",
        "sealed_pin": b"sealed",
        "language": "en",
        "state": PinChangeState.PENDING,
        "created_at": NOON,
        "expires_at": END,
        **other,
    }
    with store.units.write() as unit:
        unit.pins.add(PinChange(**fields))


def test_a_verification_is_found_as_it_was_added(store):
    _has_verification(store)

    with store.units.read() as unit:
        found = unit.verifications.get("one")
        assert (found.task, found.details) == (Task.WITHDRAWAL, '{"amount":5}')
        assert unit.verifications.get("nothing") is None


def test_five_tries_are_charged_and_no_more(store):
    _has_verification(store)
    _has_change(store)

    for unit_of, key in (("verifications", "one"), ("pins", "one")):
        with store.units.write() as unit:
            charged = [getattr(unit, unit_of).charge_attempt(key, LATER) for _ in range(7)]
        assert charged.count(True) == MAX_ATTEMPTS
        assert charged[MAX_ATTEMPTS:] == [False, False]


def test_nothing_is_charged_when_it_is_over(store):
    _has_verification(store)
    _has_verification(store, "choosing", state=VerificationState.CHOOSE)
    _has_change(store)
    _has_change(store, "changed", state=PinChangeState.CHANGED)

    with store.units.write() as unit:
        assert not unit.verifications.charge_attempt("one", END)
        assert not unit.verifications.charge_attempt("choosing", LATER)
        assert not unit.pins.charge_attempt("one", END)
        assert not unit.pins.charge_attempt("changed", LATER)
        assert unit.verifications.charge_attempt("one", END - TICK)


def test_a_verification_is_used_up_once_and_in_time(store):
    _has_verification(store, state=VerificationState.VERIFIED, verified_at=NOON)
    _has_verification(store, "waiting")

    with store.units.write() as unit:
        assert not unit.verifications.use("waiting", LATER)
        assert not unit.verifications.use("one", END)
        assert unit.verifications.use("one", END - TICK)
        assert not unit.verifications.use("one", LATER)
        assert unit.verifications.get("one").state is VerificationState.USED


def test_what_changes_in_the_same_unit_is_seen_by_its_use(store):
    _has_verification(store)

    with store.units.write() as unit:
        unit.verifications.get("one").verify(LATER)
        assert unit.verifications.use("one", LATER)


def test_codes_of_a_verification_that_was_given_do_not_count(store):
    store.has_code()
    _has_verification(store)
    store.has_delivery("counting", login_id="one")

    with store.units.write() as unit:
        number = unit.deliveries.get("counting").number
        assert len(unit.deliveries.sent_to(number, NOON - TICK)) == 1
        unit.verifications.get("one").verify(LATER)

    with store.units.read() as unit:
        assert list(unit.deliveries.sent_to(number, NOON - TICK)) == []


def test_a_newer_change_of_pin_ends_those_that_wait(store):
    _has_change(store)
    _has_change(store, "made", state=PinChangeState.CHANGED)

    with store.units.write() as unit:
        unit.pins.end_pending("factor-alice", LATER)

    with store.units.read() as unit:
        ended = unit.pins.get("one")
        assert (ended.state, ended.sealed_pin) == (PinChangeState.EXPIRED, None)
        assert unit.pins.get("made").state is PinChangeState.CHANGED


def test_a_reset_is_kept(store):
    with store.units.write() as unit:
        unit.pins.add_reset(PinReset("reset", "factor-alice", "agent.en", NOON))
