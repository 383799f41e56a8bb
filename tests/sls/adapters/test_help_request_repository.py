"""Requests to be called back: the same contract for both databases and for the twin."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.help_requests import MAY_BE_LATE, HelpRequest, HelpState
from tests.fakes.clock import NOON

MINUTE = timedelta(minutes=1)


def _request(name: str, customer_id: str, due_at=NOON) -> HelpRequest:
    return HelpRequest(
        id=name,
        customer_id=customer_id,
        conversation_id="conversation",
        number="+12025550101",
        language="en",
        topic="change_pin",
        state=HelpState.REQUESTED,
        created_at=NOON,
        due_at=due_at,
        expires_at=due_at + MAY_BE_LATE,
    )


@pytest.fixture
def customers(store) -> list[str]:
    """Give two customers."""
    return [store.has_customer(name).id for name in ("alice", "bao")]


def test_open_requests_are_found_by_customer_and_in_the_order_of_their_times(store, customers):
    alice, bao = customers
    with store.units.write() as unit:
        unit.help_requests.add(_request("later", alice, NOON + MINUTE))
        unit.help_requests.add(_request("sooner", bao))

    with store.units.read() as unit:
        assert unit.help_requests.open_of(alice).id == "later"
        assert [each.id for each in unit.help_requests.all_open()] == ["sooner", "later"]


def test_what_is_over_is_open_no_more_and_still_counts(store, customers):
    alice, _ = customers
    with store.units.write() as unit:
        unit.help_requests.add(_request("one", alice))
    with store.units.write() as unit:
        unit.help_requests.get("one").end(HelpState.CANCELLED, NOON)

    with store.units.read() as unit:
        assert unit.help_requests.open_of(alice) is None
        assert list(unit.help_requests.all_open()) == []
        assert unit.help_requests.count_since(alice, NOON - MINUTE) == 1
        assert unit.help_requests.count_since(alice, NOON) == 0


def test_the_database_itself_keeps_one_open_request_for_each_customer(store, customers):
    alice, _ = customers
    with store.units.write() as unit:
        unit.help_requests.add(_request("one", alice))

    with pytest.raises((IntegrityError, AssertionError)), store.units.write() as unit:
        unit.help_requests.add(_request("two", alice))
