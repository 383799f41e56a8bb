"""The fault switches: what goes wrong, how often, and that it can be put right again."""

import time
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from standin.pacing import Pacing
from tests.standin.scripts import press_to_hear
from tests.standin.world import ALICE, BAO, LINE, Person, World, eventually

OFF = {
    "api": None,
    "webhooks": None,
    "callbacks": None,
    "messages": None,
    "calls_per_second": None,
}


def refusal(world: World) -> TwilioRestException:
    """Place a call that must be refused."""
    with pytest.raises(TwilioRestException) as caught:
        world.call()
    return caught.value


def test_nothing_is_wrong_until_a_switch_is_set(world: World) -> None:
    assert world.http.get(world.url("/standin/faults")).json() == OFF


def test_a_switch_leaves_the_others_as_they_are(world: World) -> None:
    world.faults(api={"fault": "unavailable", "times": 2})

    assert world.faults(callbacks="twice", calls_per_second=2) == {
        **OFF,
        "api": {"fault": "unavailable", "times": 2},
        "callbacks": {"fault": "twice", "times": None},
        "calls_per_second": 2.0,
    }
    assert world.faults(api=None)["api"] is None
    assert world.http.delete(world.url("/standin/faults")).json() == OFF


def test_a_reset_switches_everything_off(world: World) -> None:
    world.faults(api="unavailable", webhooks="slow")

    world.http.post(world.url("/standin/reset"), json={})

    assert world.http.get(world.url("/standin/faults")).json() == OFF


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"weather": "rain"}, "switch_unknown"),
        ({"api": "rain"}, "fault_unknown"),
        ({"api": {"fault": "unavailable", "times": 0}}, "times_invalid"),
        ({"api": {"fault": "unavailable", "times": True}}, "times_invalid"),
        ({"calls_per_second": 0}, "calls_per_second_invalid"),
        ({"calls_per_second": "1"}, "calls_per_second_invalid"),
        ([], "switch_unknown"),
    ],
)
def test_a_setting_that_makes_no_sense_changes_nothing(
    world: World, wanted: Any, code: str
) -> None:
    answer = world.http.post(world.url("/standin/faults"), json=wanted)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert world.http.get(world.url("/standin/faults")).json() == OFF


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [("too_many_requests", 429, 20429), ("unavailable", 503, 20503)],
)
def test_a_refused_request_makes_no_call_and_the_next_one_does(
    world: World, fault: str, status: int, code: int
) -> None:
    world.faults(api={"fault": fault, "times": 1})

    error = refusal(world)
    placed = world.twilio.calls.list()
    world.call()

    assert (error.status, error.code) == (status, code)
    assert placed == []
    refused = next(answer for *_, answer in world.twilio_http.exchanges)
    assert refused.headers["Retry-After"] == "1"


def test_an_error_after_accepting_rings_all_the_same(world: World, alice: Person) -> None:
    world.faults(api="error_after_accepting")

    error = refusal(world)

    assert (error.status, error.code) == (500, 20500)
    alice.waits_to_be("ringing")


def test_silence_after_accepting_rings_while_the_client_gives_up(
    world: World, alice: Person
) -> None:
    world.faults(api="silence_after_accepting")
    world.twilio_http.timeout = 0.2

    with pytest.raises(requests.ReadTimeout):
        world.call()

    alice.waits_to_be("ringing")
    world.http.delete(world.url("/standin/faults"))


@pytest.mark.parametrize(("fault", "is_asked"), [("slow", True), ("unreachable", False)])
def test_a_webhook_that_fails_leads_to_the_fallback(
    world: World, alice: Person, fault: str, is_asked: bool
) -> None:
    press_to_hear(world)
    world.bot.says("fallback", "<Say>Please use a message instead.</Say>")
    world.faults(webhooks={"fault": fault, "times": 1})
    call = world.call(fallback_url=world.url("/bot/fallback"))

    alice.answers()

    alice.waits_to_hear("Please use a message instead.")
    assert alice.heard() == ["Please use a message instead."]
    assert bool(world.bot.news("start")) is is_asked
    assert world.bot.news("fallback")[0]["ErrorUrl"] == world.url("/bot/start")
    assert [step["fault"] for step in world.trace(call.sid, "fault")] == [fault]


def test_a_call_in_progress_meets_a_slow_webhook_too(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.bot.says("fallback", "<Say>Please use a message instead.</Say>")
    world.call(fallback_url=world.url("/bot/fallback"))
    alice.answers()
    alice.waits_to_hear("Press 1.")

    world.faults(webhooks="slow")
    alice.does("press", digits="1")

    alice.waits_to_hear("Please use a message instead.")
    assert "four. zero. two." not in alice.heard()


def test_callbacks_that_come_twice_carry_one_token(world: World, alice: Person) -> None:
    world.faults(callbacks="twice")
    world.bot.says("start", "<Hangup/>")
    world.call()

    alice.answers()
    news = world.bot.wait_for_news(8)

    assert [item["SequenceNumber"] for item in news] == ["0", "0", "1", "1", "2", "2", "3", "3"]
    tokens = world.bot.tokens("news")
    assert tokens[0::2] == tokens[1::2]
    assert len(set(tokens)) == 4


def test_callbacks_out_of_order_keep_their_numbers(world: World, alice: Person) -> None:
    world.faults(callbacks="out_of_order")
    world.bot.says("start", "<Hangup/>")
    world.call()

    alice.answers()
    news = world.bot.wait_for_news(4)

    assert [item["SequenceNumber"] for item in news] == ["1", "0", "3", "2"]
    assert [item["CallStatus"] for item in news][2:] == ["completed", "in-progress"]


def test_a_single_callback_out_of_order_is_not_lost(world: World) -> None:
    world.faults(callbacks="out_of_order")
    world.call(status_callback_event=[])
    world.phone().waits_to_be("ringing")

    world.phone().does("busy")

    assert [item["CallStatus"] for item in world.bot.wait_for_news(1)] == ["busy"]


def test_lost_callbacks_leave_the_call_to_be_asked_for(world: World, alice: Person) -> None:
    world.faults(callbacks={"fault": "lost", "times": 3})
    world.bot.says("start", "<Hangup/>")
    call = world.call()

    alice.answers()

    assert [item["CallStatus"] for item in world.bot.wait_for_news(1)] == ["completed"]
    assert world.status(call.sid) == "completed"


@pytest.mark.parametrize(
    ("fault", "code"), [("unreachable", 30003), ("landline", 30006), ("filtered", 30007)]
)
def test_a_message_that_is_not_delivered_says_why(world: World, fault: str, code: int) -> None:
    world.faults(messages={"fault": fault, "times": 1})

    sent = world.twilio.messages.create(
        to=ALICE, from_=LINE, body="Hello", status_callback=world.url("/bot/news")
    )
    news = world.bot.wait_for_news(2)

    assert [item["MessageStatus"] for item in news] == ["sent", "undelivered"]
    assert news[-1]["ErrorCode"] == str(code)
    found = world.twilio.messages(sent.sid).fetch()
    assert (found.status, found.error_code) == ("undelivered", code)


def test_calls_wait_in_the_queue_and_may_be_taken_back_there(world: World, alice: Person) -> None:
    world.faults(calls_per_second=0.05)
    world.call()
    alice.waits_to_be("ringing")

    waiting = world.call(BAO)
    queued = world.status(waiting.sid)
    waited = world.twilio.calls(waiting.sid).fetch().queue_time
    ended = world.twilio.calls(waiting.sid).update(status="canceled").status

    assert (queued, ended) == ("queued", "canceled")
    assert int(waited) > 15_000
    assert world.phone(BAO).state() == "idle"


def test_starts_are_spaced_evenly_and_need_no_space_without_a_limit() -> None:
    pacing, now = Pacing(), time.monotonic()

    starts = [pacing.next_start(0.1) for _ in range(3)]

    assert [round(start - starts[0]) for start in starts] == [0, 10, 20]
    assert pacing.next_start(None) < now + 10


def test_who_writes_stop_gets_no_more_messages_until_start(world: World, alice: Person) -> None:
    alice.does("text", text=" stop ")
    with pytest.raises(TwilioRestException) as caught:
        world.twilio.messages.create(to=ALICE, from_=LINE, body="Hello")
    alice.does("text", text="START")
    world.twilio.messages.create(to=ALICE, from_=LINE, body="Hello again")

    assert (caught.value.status, caught.value.code) == (400, 21610)
    inbox = world.http.get(world.url("/standin/messages"), params={"to": ALICE}).json()
    assert len(inbox) == 3
    assert inbox[-1]["text"] == "Hello again"


def test_stop_ends_messages_but_not_calls_nor_other_peoples_messages(
    world: World, alice: Person
) -> None:
    alice.does("text", text="STOP")

    world.twilio.messages.create(to=BAO, from_=LINE, body="Hello")
    call = world.call()

    eventually(lambda: world.status(call.sid) == "ringing")


def test_other_words_to_our_line_change_nothing(world: World, alice: Person) -> None:
    alice.does("text", text="please stop calling")

    world.twilio.messages.create(to=ALICE, from_=LINE, body="Hello")
    assert alice.post("text", text=" ").json()["code"] == "text_invalid"
