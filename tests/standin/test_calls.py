"""The life of a call, as the person at the phone and the product see it."""

import pytest

from tests.standin.scripts import press_to_hear
from tests.standin.world import Person, World, eventually


@pytest.mark.parametrize(
    ("action", "code", "line"), [("reject", "603", "rejected"), ("busy", "486", "busy")]
)
def test_a_refused_call_is_busy_and_the_sip_code_tells_how(
    world: World, alice: Person, action: str, code: str, line: str
) -> None:
    call = world.call()

    alice.waits_to_be("ringing")
    alice.does(action)
    last = world.bot.wait_for_news(3)[-1]

    assert world.status(call.sid) == "busy"
    assert (last["CallStatus"], last["SipResponseCode"]) == ("busy", code)
    assert alice.log("state")[-1]["text"] == line


def test_a_phone_that_rings_too_long_is_not_answered(world: World, alice: Person) -> None:
    call = world.call(timeout=1)

    eventually(lambda: world.status(call.sid) == "no-answer")

    assert world.bot.wait_for_news(3)[-1]["CallStatus"] == "no-answer"
    assert alice.state() == "idle"


def test_a_second_call_finds_the_phone_busy(world: World, alice: Person) -> None:
    first = world.call()
    alice.waits_to_be("ringing")

    second = world.call()

    eventually(lambda: world.status(second.sid) == "busy")
    assert world.status(first.sid) == "ringing"


def test_the_product_can_take_back_a_ringing_call(world: World, alice: Person) -> None:
    call = world.call()
    alice.waits_to_be("ringing")

    world.twilio.calls(call.sid).update(status="canceled")

    assert world.status(call.sid) == "canceled"
    assert alice.state() == "idle"
    assert alice.post("answer").status_code == 409


def test_canceled_leaves_a_running_call_alone_and_completed_ends_it(
    world: World, alice: Person
) -> None:
    press_to_hear(world)
    call = world.call()
    alice.answers()

    untouched = world.twilio.calls(call.sid).update(status="canceled").status
    ended = world.twilio.calls(call.sid).update(status="completed").status

    assert (untouched, ended) == ("in-progress", "completed")
    assert alice.state() == "idle"


def test_the_product_can_send_a_running_call_elsewhere(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.bot.says("expired", "<Say>The code is no longer valid.</Say>")
    call = world.call()
    alice.answers()
    alice.waits_to_hear("Press 1.")

    world.twilio.calls(call.sid).update(url=world.url("/bot/expired"))

    alice.waits_to_hear("The code is no longer valid.")
    eventually(lambda: world.status(call.sid) == "completed")


def test_a_person_who_hangs_up_ends_the_call(world: World, alice: Person) -> None:
    press_to_hear(world)
    call = world.call()
    alice.answers()
    alice.waits_to_hear("Press 1.")

    alice.does("hangup")

    assert world.status(call.sid) == "completed"
    assert world.bot.wait_for_news(4)[-1]["CallStatus"] == "completed"


def test_the_time_limit_ends_a_long_call(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather timeout="60"/>')
    call = world.call(time_limit=1)

    alice.answers()

    eventually(lambda: world.status(call.sid) == "completed")


def test_any_valid_number_that_is_called_gets_a_phone(world: World) -> None:
    stranger = world.phone("+442071838750")

    world.call(stranger.number)

    eventually(lambda: stranger.number in str(world.http.get(world.url("/standin/phones")).json()))
    stranger.waits_to_be("ringing")
