"""The repository of live calls: which workers have to end, and which customers wait too long."""

from datetime import timedelta

import pytest

from sls.domain.deliveries import NOT_RUNG_YET, ON_THE_LINE, DeliveryState
from sls.domain.factors import Channel
from tests.fakes.clock import NOON
from tests.sls.adapters.conftest import claim_one

S = DeliveryState
LATER = NOON + timedelta(seconds=20)
RINGING = {"state": S.RINGING, "provider_sid": "CA1"}


def _unneeded(outbox, now=NOON):
    with outbox.units.read() as unit:
        return list(unit.live_calls.unneeded(now))


def _use_code(outbox):
    with outbox.units.write() as unit:
        assert unit.codes.consume("code", NOON)


def _slow(outbox):
    with outbox.units.read() as unit:
        return list(unit.live_calls.slow(NOON))


@pytest.mark.parametrize("state", S)
def test_a_call_on_the_line_is_unneeded_once_its_code_was_used(outbox, state):
    outbox.has_delivery(state=state, provider_sid="CA1")
    assert _unneeded(outbox) == []

    _use_code(outbox)

    assert _unneeded(outbox) == (["delivery"] if state in ON_THE_LINE else [])


def test_a_call_is_unneeded_once_its_code_was_voided(outbox):
    outbox.has_delivery(**RINGING)

    with outbox.units.write() as unit:
        unit.codes.get("code").void(NOON)

    assert _unneeded(outbox) == ["delivery"]


def test_a_call_is_unneeded_once_its_code_has_expired(outbox):
    outbox.has_delivery(**RINGING)

    assert _unneeded(outbox, NOON + timedelta(minutes=10)) == ["delivery"]


@pytest.mark.parametrize(
    "other",
    [
        {"channel": Channel.SMS},
        {"ended_at": NOON},
        {"connected_at": NOON},
        {"provider_sid": None},
    ],
)
def test_what_cannot_or_must_not_be_ended_is_left_alone(outbox, other):
    outbox.has_delivery(**{**RINGING, **other})

    _use_code(outbox)

    assert _unneeded(outbox) == []


def test_a_line_is_hung_up_when_its_time_has_come(outbox):
    outbox.has_delivery("now", **RINGING, hang_up_at=NOON)
    outbox.has_delivery("later", state=S.RINGING, provider_sid="CA2", hang_up_at=LATER)
    outbox.has_delivery("never", state=S.RINGING, provider_sid="CA3")

    with outbox.units.read() as unit:
        assert list(unit.live_calls.to_hang_up(NOON)) == ["now"]


@pytest.mark.parametrize("state", S)
def test_a_call_is_slow_while_it_has_not_rung(outbox, state):
    outbox.has_delivery(state=state, conversation_id="chat")

    assert _slow(outbox) == (["delivery"] if state in NOT_RUNG_YET else [])


@pytest.mark.parametrize(
    "other",
    [
        {"channel": Channel.SMS},
        {"conversation_id": None},
        {"slow_since": NOON},
        {"follows": "another"},
        {"ended_at": NOON},
        {"created_at": LATER},
    ],
)
def test_nobody_is_told_twice_too_early_or_without_a_chat(outbox, other):
    outbox.has_delivery(**{"conversation_id": "chat", **other})

    assert _slow(outbox) == []


def test_a_line_that_is_to_be_hung_up_keeps_its_phone_busy(outbox):
    ended = {"state": S.EXPIRED, "ended_at": NOON, "provider_sid": "CA1"}
    outbox.has_delivery("ended", **ended, hang_up_at=LATER)
    outbox.has_delivery("next")

    with outbox.units.write() as unit:
        assert claim_one(unit, "worker", NOON) is None
        unit.deliveries.get("ended").hang_up_at = None
    with outbox.units.write() as unit:
        assert claim_one(unit, "worker", NOON).id == "next"
