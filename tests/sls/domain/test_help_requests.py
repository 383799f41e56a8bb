"""A request to be called back, from asking to its one named end."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel
from sls.domain.help_requests import (
    MAX_RINGS,
    MAY_BE_LATE,
    RING_AGAIN_AFTER,
    SHORTEST_WAIT,
    HelpRequest,
    HelpState,
)
from sls.domain.purposes import Purpose

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
S = HelpState
SECOND = timedelta(seconds=1)


def requested(due_at: datetime = NOW) -> HelpRequest:
    return HelpRequest(
        id="request",
        customer_id="customer",
        conversation_id="conversation",
        number="+12025550101",
        language="en",
        topic=None,
        state=S.REQUESTED,
        created_at=NOW,
        due_at=due_at,
        expires_at=due_at + MAY_BE_LATE,
    )


def ended(state: DeliveryState) -> Delivery:
    return Delivery(
        id="delivery",
        job="job",
        login_id="request",
        code_id=None,
        channel=Channel.VOICE,
        number="+12025550101",
        language="en",
        state=state,
        created_at=NOW,
        due_at=NOW,
        expires_at=NOW,
        gate_key="1",
        purpose=Purpose.CALLBACK,
        ended_at=NOW,
    )


def test_it_is_due_from_its_time_on_until_it_is_given_up():
    request = requested(NOW)

    assert not request.is_due(NOW - SECOND)
    assert request.is_due(NOW)
    assert not request.is_due(NOW + MAY_BE_LATE)


def test_what_is_called_is_due_no_more_and_cannot_be_cancelled():
    request = requested()

    request.call("delivery")

    assert not request.is_due(NOW)
    assert not request.may_be_cancelled
    assert not request.bring_forward(NOW)


@pytest.mark.parametrize("end", ["busy", "no_answer", "failed"])
def test_who_was_not_reached_is_called_once_more_later(end):
    request = requested()

    states = []
    for _ in range(MAX_RINGS):
        request.call("delivery")
        states.append(request.unanswered(ended(DeliveryState(end)), NOW))

    assert states == [S.REQUESTED] * (MAX_RINGS - 1) + [S.MISSED]
    assert not request.is_open


def test_the_second_call_has_as_long_as_the_first_one():
    request = requested()
    request.call("delivery")

    request.unanswered(ended(DeliveryState.BUSY), NOW)

    assert request.due_at == NOW + RING_AGAIN_AFTER
    assert request.expires_at == request.due_at + MAY_BE_LATE


def test_who_declined_is_left_alone():
    request = requested()
    request.call("delivery")

    assert request.unanswered(ended(DeliveryState.REJECTED), NOW) is S.MISSED


def test_a_call_that_never_left_does_not_count_until_it_is_too_late():
    request = requested()
    request.call("delivery")

    assert request.unanswered(ended(DeliveryState.EXPIRED), NOW) is S.REQUESTED
    assert request.rings == 0
    assert request.due_at == NOW + SHORTEST_WAIT
    request.call("delivery")
    assert request.unanswered(ended(DeliveryState.EXPIRED), request.expires_at) is S.EXPIRED


def test_what_is_put_off_is_given_up_at_its_time_all_the_same():
    request = requested()
    expires_at = request.expires_at

    request.put_off(timedelta(0), NOW)

    assert request.due_at == NOW + SHORTEST_WAIT
    assert request.expires_at == expires_at


def test_an_agent_brings_it_forward_and_never_back():
    request = requested(NOW + timedelta(hours=1))

    assert request.bring_forward(NOW)
    assert request.due_at == NOW
    assert request.bring_forward(NOW + SECOND)
    assert request.due_at == NOW
