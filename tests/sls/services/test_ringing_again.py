"""Ringing again: a missed call is repeated once by ourselves, within the minute (A18, A39)."""

from datetime import timedelta

import pytest

from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.endings import NEEDED_TO_RING, ONE_MINUTE
from sls.domain.errors import CallRefused
from sls.domain.factors import Channel
from sls.domain.verifications import Task
from tests.fakes.bootstrap import Sent, World
from tests.sls.services.calls import OnThePhone, codes

S = DeliveryState


@pytest.fixture
def phone(world) -> OnThePhone:
    """Give a phone that is about to ring."""
    return OnThePhone(world, world.rings(world.logs_in()))


def _calls(world: World, phone: OnThePhone) -> list[Delivery]:
    with world.units.read() as unit:
        return list(unit.deliveries.of_login(phone.sent.login_id))


def _second(world: World, phone: OnThePhone) -> OnThePhone:
    """Let the second call be placed and return who gets it."""
    world.clock.advance(seconds=8)
    assert world.works()
    call = _calls(world, phone)[-1]
    return OnThePhone(world, Sent(phone.sent.login_id, call, phone.sent.code), "CA2")


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed"])
def test_a18_a_missed_call_is_repeated_once_after_a_few_seconds(world, phone, status):
    phone.is_told(status)

    _, second = _calls(world, phone)
    assert second.follows == phone.row.id
    assert timedelta(seconds=5) <= second.due_at - world.now() <= timedelta(seconds=8)
    assert second.number == phone.row.number
    assert second.conversation_id == phone.row.conversation_id


def test_the_second_call_is_the_last(world, phone):
    phone.is_told("busy")
    second = _second(world, phone)

    second.is_told("busy")

    assert [each.state for each in _calls(world, phone)] == [S.BUSY, S.BUSY]
    world.clock.advance(seconds=8)
    assert not world.works()


def test_a39_a_declined_call_is_not_repeated(world, phone):
    """Whoever presses reject wants no call: being rung again would be bombing."""
    phone.is_told("busy", sip="603")

    assert [each.state for each in _calls(world, phone)] == [S.REJECTED]


@pytest.mark.parametrize("statuses", [["canceled"], ["completed"], ["in-progress", "completed"]])
def test_other_ends_are_not_repeated(world, phone, statuses):
    for status in statuses:
        phone.is_told(status)

    assert len(_calls(world, phone)) == 1


@pytest.mark.parametrize(("seconds", "calls"), [(35, 2), (36, 1)])
def test_a_call_is_repeated_only_while_enough_of_the_minute_is_left(world, phone, seconds, calls):
    world.clock.advance(seconds=seconds)
    phone.is_told("no-answer")

    assert timedelta(seconds=35) == ONE_MINUTE - NEEDED_TO_RING
    assert len(_calls(world, phone)) == calls


def test_the_second_call_has_its_own_job_and_its_own_gate(world, phone):
    phone.is_told("busy")
    second = _second(world, phone)

    assert second.row.job != phone.row.job
    assert second.row.provider_sid == "CA2"
    assert codes(second.hears_the_code())
    assert codes(second.chooses("1"))


def test_late_webhooks_of_the_first_call_are_hung_up_on_in_silence(world, phone):
    phone.is_told("no-answer")

    for step in (phone.answers, lambda: phone.presses(phone.row.gate_key)):
        with pytest.raises(CallRefused):
            step()
    assert phone.row.state is S.NO_ANSWER


def test_late_news_of_the_first_call_does_not_move_the_second(world, phone):
    phone.is_told("busy")
    second = _second(world, phone)

    for status in ("ringing", "in-progress", "completed", "failed"):
        phone.is_told(status)

    assert second.row.state is S.PLACED
    assert len(_calls(world, phone)) == 2


def test_a21_repeated_news_of_the_end_brings_no_third_call(world, phone):
    for _ in range(3):
        phone.is_told("busy")

    assert len(_calls(world, phone)) == 2


def test_one_call_at_a_time_rings_a_number(world, phone):
    phone.is_told("busy")
    elsewhere = world.sends(world.logs_in())
    assert world.works(), "the call of the other login goes first: the second one rests"

    world.clock.advance(seconds=8)

    assert not world.works()
    assert world.delivery(elsewhere.delivery.id).state is S.PLACED


def test_a_code_that_was_used_meanwhile_is_not_rung_for(world, phone):
    phone.is_told("busy")
    world.logging_in.verify(phone.sent.login_id, phone.sent.code)
    world.clock.advance(seconds=8)

    world.works()

    assert len(world.telephony.calls) == 1
    last = _calls(world, phone)[-1]
    assert (last.state, last.reason) == (S.EXPIRED, "not_needed")


def test_a39_a_repeated_call_counts_towards_the_limit_of_the_number(world, phone):
    for _ in range(4):
        world.sends(world.logs_in(), Channel.SMS)

    phone.is_told("busy")

    assert len(_calls(world, phone)) == 1, "five codes in ten minutes, and this would be the sixth"


def test_a19_a_number_that_was_changed_meanwhile_is_not_rung_again(world, phone):
    with world.units.write() as unit:
        factor = unit.customers.factor_to_change("factor-alice-sms")
        factor.active_from = world.now() + timedelta(days=3)

    phone.is_told("busy")

    assert len(_calls(world, phone)) == 1


def test_a_customer_who_asks_again_meanwhile_waits_for_the_usual_gap(world, phone):
    phone.is_told("busy")

    assert _calls(world, phone)[-1].created_at == world.now()


def test_the_call_of_a_verification_is_repeated_and_ended_like_that_of_a_login(world, phone):
    world.logging_in.verify(phone.sent.login_id, phone.sent.code)
    asked = world.verifying.start(phone.sent.login_id, Task.WITHDRAWAL, {"amount": 500})
    phone.is_told("completed")
    first = world.verifying.request_code(asked.verification.id, Channel.VOICE, None)
    code = world.code_of(first)
    world.works()
    missed = OnThePhone(world, Sent(asked.verification.id, first, code), "CA2")

    missed.is_told("busy")
    world.clock.advance(seconds=8)
    world.works()

    assert [each.state for each in _calls(world, missed)] == [S.BUSY, S.PLACED]
    world.verifying.verify(asked.verification.id, code)
    world.hanging_up.work_once()
    assert world.telephony.ended == ["CA3"]


def _told(world: World, opened) -> list[dict]:
    events = world.conversing.events_after(opened.bearer, 0)
    return [event.data["utterance"] for event in events if "utterance" in event.data]


def test_the_chat_hears_calmly_that_there_will_be_another_call(world):
    opened = world.conversing.open("en", None, world.logs_in())
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")
    world.works()
    job = world.telephony.calls[0].job

    world.calling.provider_says(job, "CA1", "busy", None)

    news = _told(world, opened)[-1]
    assert news["id"] == "delivery.voice.busy.again"
    assert news["options"] == ["send_code:sms", "hand_off"]
    events = world.conversing.events_after(opened.bearer, 0)
    states = [event.data["state"] for event in events if event.kind == "delivery"]
    assert states[-2:] == ["busy", "queued"]
