"""Answering machines: they pick up, play their greeting, and press no key that was not in it."""

from typing import Any

import pytest

from tests.standin.scripts import press_to_hear
from tests.standin.world import Person, World, eventually


def machine(alice: Person, **greeting: Any) -> None:
    """Let the machine take the call that rings."""
    alice.waits_to_be("ringing")
    alice.does("voicemail", **greeting)


def test_a_machine_never_passes_the_gate(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.bot.says("start", '<Gather numDigits="1" timeout="0"><Say>Press 1.</Say></Gather>')
    call = world.call()

    machine(alice)
    eventually(lambda: world.status(call.sid) == "completed")

    assert alice.heard() == ["Press 1."]
    assert [entry["text"] for entry in alice.log("state")][1] == "voicemail"


def test_a_greeting_that_plays_a_key_presses_it(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.call()

    machine(alice, keys="1", seconds=3)

    alice.waits_to_hear("four. zero. two.")
    assert alice.log("pressed") == []


@pytest.mark.parametrize(
    ("mode", "answered_by"),
    [("Enable", "machine_start"), ("DetectMessageEnd", "machine_end_beep")],
)
def test_a_machine_is_told_where_it_was_to_be_detected(
    world: World, alice: Person, mode: str, answered_by: str
) -> None:
    world.bot.says("start", "<Hangup/>")
    call = world.call(machine_detection=mode)

    machine(alice)
    eventually(lambda: world.status(call.sid) == "completed")

    assert world.bot.news("start")[0]["AnsweredBy"] == answered_by
    assert world.twilio.calls(call.sid).fetch().answered_by == answered_by
    assert world.bot.wait_for_news(4)[-1]["AnsweredBy"] == answered_by


def test_a_person_is_told_as_one(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    world.call(machine_detection="Enable")

    alice.answers()

    assert world.bot.wait_for_news(1, "start")[0]["AnsweredBy"] == "human"


def test_nobody_is_told_what_nobody_asked_for(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    call = world.call()

    machine(alice)
    eventually(lambda: world.status(call.sid) == "completed")

    assert "AnsweredBy" not in world.bot.news("start")[0]
    assert world.twilio.calls(call.sid).fetch().answered_by is None


def test_detection_on_its_own_reports_to_its_own_address(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    call = world.call(
        machine_detection="DetectMessageEnd",
        async_amd="true",
        async_amd_status_callback=world.url("/bot/news-of-machines"),
    )

    machine(alice, seconds=5)
    told = world.bot.wait_for_news(1, "news-of-machines")[0]

    assert (told["CallSid"], told["AnsweredBy"]) == (call.sid, "machine_end_beep")
    assert told["MachineDetectionDuration"] == "5000"
    assert "AnsweredBy" not in world.bot.wait_for_news(1, "start")[0]


@pytest.mark.parametrize(
    ("greeting", "code"),
    [({"keys": "x"}, "digits_invalid"), ({"seconds": 61}, "seconds_invalid")],
)
def test_a_greeting_that_makes_no_sense_is_a_problem(
    world: World, alice: Person, greeting: dict[str, Any], code: str
) -> None:
    world.call()
    alice.waits_to_be("ringing")

    answer = alice.post("voicemail", **greeting)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert alice.state() == "ringing"
