"""Hanging up: a live call that nobody needs any more is ended by the worker."""

from datetime import timedelta

import pytest

from sls.domain.deliveries import CALL_MAY_LAST, DeliveryState
from sls.domain.factors import Channel
from tests.fakes.bootstrap import World
from tests.sls.services.calls import OnThePhone

S = DeliveryState


@pytest.fixture
def phone(world) -> OnThePhone:
    """Give a phone whose call was placed."""
    return OnThePhone(world, world.rings(world.logs_in()))


def _logs_in(world: World, phone: OnThePhone) -> None:
    world.logging_in.verify(phone.sent.login_id, phone.sent.code)


def _rings(phone: OnThePhone) -> None:
    phone.is_told("ringing")


def _asks_for_the_key(phone: OnThePhone) -> None:
    phone.answers()


@pytest.mark.parametrize("before", [_rings, _asks_for_the_key])
def test_a_call_that_rings_is_ended_when_its_login_is_verified(world, phone, before):
    before(phone)
    _logs_in(world, phone)
    assert world.telephony.ended == [], "never inside the request that verifies"

    world.hanging_up.work_once()

    assert world.telephony.ended == ["CA1"]
    row = phone.row
    assert (row.state, row.reason, row.ended_at) == (S.EXPIRED, "not_needed", world.now())


def test_a_call_that_speaks_is_ended_and_stays_read_out(world, phone):
    phone.hears_the_code()
    _logs_in(world, phone)

    world.hanging_up.work_once()

    assert world.telephony.ended == ["CA1"]
    assert (phone.row.state, phone.row.ended_at) == (S.READ_OUT, world.now())


def test_a_call_whose_code_was_replaced_is_ended(world, phone):
    phone.is_told("ringing")
    world.clock.advance(minutes=6)
    world.sends(phone.sent.login_id, Channel.SMS)

    world.hanging_up.work_once()

    assert world.telephony.ended == ["CA1"]


def test_a_call_that_is_needed_goes_on(world, phone):
    phone.hears_the_code()

    assert world.hanging_up.work_once() == 0
    assert world.telephony.ended == []


def test_whoever_talks_to_a_person_is_not_hung_up_on(world, phone):
    phone.hears_the_code()
    phone.chooses("0")
    _logs_in(world, phone)

    world.hanging_up.work_once()

    assert world.telephony.ended == []


def test_a_call_is_hung_up_once(world, phone):
    phone.is_told("ringing")
    _logs_in(world, phone)

    for _ in range(3):
        world.hanging_up.work_once()

    assert world.telephony.ended == ["CA1"]
    assert phone.row.hang_up_at is None


def test_a24_a_provider_that_fails_is_asked_again_a_little_later(world, phone):
    phone.is_told("ringing")
    _logs_in(world, phone)
    world.telephony.fails_to_end()

    world.hanging_up.work_once()
    world.hanging_up.work_once()
    assert world.telephony.ended == []
    world.clock.advance(seconds=2)
    world.hanging_up.work_once()

    assert world.telephony.ended == ["CA1"]


def test_a_call_that_cannot_last_any_longer_is_given_up(world, phone):
    phone.is_told("ringing")
    _logs_in(world, phone)
    world.telephony.fails_to_end()
    world.clock.advance(CALL_MAY_LAST)

    world.hanging_up.work_once()

    assert phone.row.hang_up_at is None


def test_what_the_provider_tells_of_a_call_we_ended_changes_nothing(world, phone):
    phone.is_told("ringing")
    _logs_in(world, phone)
    world.hanging_up.work_once()

    for status in ("canceled", "completed", "no-answer"):
        phone.is_told(status)

    assert (phone.row.state, phone.row.reason) == (S.EXPIRED, "not_needed")


def test_the_phone_stays_busy_until_its_line_is_hung_up(world, phone):
    phone.is_told("ringing")
    _logs_in(world, phone)
    world.telephony.fails_to_end()
    world.hanging_up.work_once()
    world.sends(world.logs_in())

    assert not world.works(), "never two calls at once at one phone"
    world.clock.advance(seconds=2)
    world.hanging_up.work_once()

    assert world.works()


def test_the_chat_is_told_of_the_end(world):
    login_id = world.logs_in()
    opened = world.conversing.open("en", None, login_id)
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")
    world.works()
    with world.units.read() as unit:
        (call,) = unit.deliveries.of_login(login_id)
    world.calling.provider_says(call.job, "CA1", "ringing", None)
    world.logging_in.verify(login_id, world.code_of(call))

    world.hanging_up.work_once()

    events = world.conversing.events_after(opened.bearer, 0)
    news = [event.data["utterance"] for event in events if "utterance" in event.data][-1]
    assert (news["id"], news["options"]) == ("delivery.voice.not_needed", [])
    states = [event.data["state"] for event in events if event.kind == "delivery"]
    assert states[-1] == "expired"


def test_a_call_that_never_left_is_not_spoken_of(world):
    login_id = world.logs_in()
    opened = world.conversing.open("en", None, login_id)
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")
    with world.units.read() as unit:
        (call,) = unit.deliveries.of_login(login_id)
    world.logging_in.verify(login_id, world.code_of(call))

    world.works()

    events = world.conversing.events_after(opened.bearer, 0)
    told = [event.data["utterance"]["id"] for event in events if "utterance" in event.data]
    assert told[-1] == "login.verified"
    assert world.telephony.calls == []


def test_a_code_that_expires_ends_the_ringing(world, phone):
    phone.is_told("ringing")
    world.clock.advance(timedelta(minutes=10))

    world.hanging_up.work_once()

    assert world.telephony.ended == ["CA1"]
