"""Endings: what each end of a delivery is called, offers, and whether we ring again, as data."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.endings import End, ending_of, may_be_rung_again
from sls.domain.factors import Channel

S = DeliveryState
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CALL, TEXT = Channel.VOICE, Channel.SMS
# Written out anew, not imported: state and reason, what is told, what is offered, rung again.
CALLS = [
    (S.BUSY, None, "busy", (TEXT, CALL), True),
    (S.NO_ANSWER, None, "no_answer", (TEXT, CALL), True),
    (S.FAILED, None, "failed", (TEXT, CALL), True),
    (S.REJECTED, None, "rejected", (TEXT, CALL), False),
    (S.NO_ANSWER, "no_key", "no_key", (CALL, TEXT), False),
    (S.NO_ANSWER, "machine", "machine", (TEXT, CALL), False),
    (S.NO_ANSWER, "cut_off", "no_answer", (TEXT, CALL), False),
    (S.FAILED, "canceled", "failed", (TEXT, CALL), False),
    (S.FAILED, "twilio_21215", "failed", (TEXT,), False),
    (S.EXPIRED, None, "expired", (CALL, TEXT), False),
    (S.EXPIRED, "not_needed", "not_needed", (), False),
]
TEXTS = [
    (S.FAILED, None, "failed", (CALL, TEXT)),
    (S.FAILED, "twilio_21211", "failed", (CALL,)),
    (S.FAILED, "landline", "landline", (CALL,)),
    (S.FAILED, "unreachable", "unreachable", (CALL, TEXT)),
    (S.FAILED, "filtered", "filtered", (CALL,)),
    (S.FAILED, "opted_out", "opted_out", (CALL, TEXT)),
    (S.EXPIRED, None, "expired", (TEXT, CALL)),
]


def _delivery(channel: Channel, state: DeliveryState, reason: str | None = None) -> Delivery:
    return Delivery(
        id="delivery",
        job="job",
        login_id="login",
        code_id="code",
        channel=channel,
        number="+12025550101",
        language="en",
        state=state,
        created_at=NOW,
        due_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
        gate_key="7",
        reason=reason,
    )


@pytest.mark.parametrize(("state", "reason", "text", "offers", "is_rung_again"), CALLS)
def test_the_end_of_a_call(state, reason, text, offers, is_rung_again):
    call = _delivery(CALL, state, reason)

    ending = ending_of(call)

    assert (ending.text, ending.offers) == (text, offers)
    assert may_be_rung_again(call, NOW) == is_rung_again


@pytest.mark.parametrize(("state", "reason", "text", "offers"), TEXTS)
def test_the_end_of_a_text_message(state, reason, text, offers):
    message = _delivery(TEXT, state, reason)

    ending = ending_of(message)

    assert (ending.text, ending.offers) == (text, offers)
    assert not may_be_rung_again(message, NOW)


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("state", set(S) - {S.BUSY, S.NO_ANSWER, S.REJECTED, S.FAILED, S.EXPIRED})
def test_what_may_still_arrive_or_did_has_no_ending(state, channel):
    assert ending_of(_delivery(channel, state)) is None


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("state", [S.BUSY, S.NO_ANSWER, S.REJECTED, S.FAILED, S.EXPIRED])
@pytest.mark.parametrize("reason", [None, "something_new", *End])
def test_every_end_has_a_meaning_whatever_the_provider_tells(state, reason, channel):
    assert ending_of(_delivery(channel, state, reason)) is not None


def test_a_call_that_follows_another_is_not_followed():
    call = _delivery(CALL, S.BUSY)
    call.follows = "the first one"

    assert not may_be_rung_again(call, NOW)


@pytest.mark.parametrize(("seconds", "is_time"), [(0, True), (35, True), (36, False), (90, False)])
def test_a_call_is_followed_only_while_25_seconds_of_the_minute_are_left(seconds, is_time):
    call = _delivery(CALL, S.BUSY)

    assert may_be_rung_again(call, NOW + timedelta(seconds=seconds)) == is_time
