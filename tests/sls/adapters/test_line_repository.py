"""The repository of calls to our line, of either kind, and customers by their number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.caller_proofs import CallerProof
from sls.domain.line_calls import Asked, LineCall
from sls.domain.purposes import Purpose
from tests.fakes.clock import NOON

CALLER, OTHER = b"c" * 32, b"o" * 32


def _call(sid: str, caller: bytes | None = CALLER, minutes: int = 0) -> LineCall:
    at = NOON + timedelta(minutes=minutes)
    return LineCall(sid, "chat", caller, Asked.LANGUAGE, at, at)


@pytest.fixture
def units(store):
    """Give units of work with a conversation."""
    store.has_conversation()
    return store.units


def _add(units, *calls: LineCall) -> None:
    with units.write() as unit:
        for call in calls:
            unit.line_calls.add(call)


def test_a_call_is_kept_as_it_is(units):
    call = replace(
        _call("CA1"),
        asked=Asked.DOUBT,
        turn=7,
        page=1,
        silences=2,
        misses=1,
        holds=3,
        is_slow=True,
        knows_keys=True,
        doubt="[code]",
        resumes="another",
        ended_at=NOON,
        text_id="delivery",
    )
    _add(units, replace(call))

    with units.read() as unit:
        assert unit.line_calls.get_to_change("CA1") == call
        assert unit.line_calls.get_to_change("CA2") is None


def test_what_changes_within_a_unit_is_kept(units):
    _add(units, _call("CA1"))
    with units.write() as unit:
        unit.line_calls.get_to_change("CA1").turn = 3

    with units.read() as unit:
        assert unit.line_calls.get_to_change("CA1").turn == 3


def test_a_call_comes_in_once(units):
    _add(units, _call("CA1"))

    with pytest.raises(IntegrityError):
        _add(units, _call("CA1"))


def test_the_newest_call_of_a_number_is_found_while_it_is_recent(units):
    _add(units, _call("CA1"), _call("CA2", minutes=5), _call("CA3", OTHER, minutes=6))

    with units.read() as unit:
        assert unit.line_calls.latest_from(CALLER, NOON).sid == "CA2"
        assert unit.line_calls.latest_from(CALLER, NOON + timedelta(minutes=5)).sid == "CA2"
        assert unit.line_calls.latest_from(CALLER, NOON + timedelta(minutes=6)) is None


def test_proofs_are_kept_by_call_and_counted_by_customer(store):
    store.has_conversation()
    customer = store.has_customer()
    _add(store.units, _call("CA1"), _call("CA2"))
    proofs = [
        CallerProof("one", "CA1", customer.id, NOON, NOON + timedelta(minutes=10)),
        CallerProof("two", "CA1", None, NOON + timedelta(minutes=1), NOON, 3),
        CallerProof("three", "CA2", customer.id, NOON + timedelta(minutes=2), NOON),
    ]
    with store.units.write() as unit:
        for proof in proofs:
            unit.line_calls.add_proof(replace(proof))

    with store.units.read() as unit:
        assert unit.line_calls.proof("one") == proofs[0]
        assert unit.line_calls.proof_of("CA1") == proofs[1]
        assert unit.line_calls.proof_of("CA3") is None
        assert unit.line_calls.proofs_since(customer.id, NOON - timedelta(minutes=1)) == 2
        assert unit.line_calls.proofs_since(customer.id, NOON) == 1


def test_customers_are_found_by_their_number(store):
    store.has_customer("alice")
    store.has_customer("alan")

    with store.units.read() as unit:
        assert [each.username for each in unit.customers.with_number("+12025550101")] == [
            "alan",
            "alice",
        ]
        assert unit.customers.with_number("+12025550199") == []


def test_answers_that_were_texted_to_a_number_are_counted(store):
    store.has_delivery("code", code_id=None)
    for name, minutes in (("one", 0), ("two", 5)):
        at = NOON + timedelta(minutes=minutes)
        store.has_delivery(name, code_id=None, purpose=Purpose.ANSWER, created_at=at)

    with store.units.read() as unit:
        number = unit.deliveries.get("one").number
        assert unit.line_calls.texts_since(number, NOON - timedelta(minutes=1)) == 2
        assert unit.line_calls.texts_since(number, NOON) == 1
        assert unit.line_calls.texts_since("+12025550177", NOON - timedelta(minutes=1)) == 0
