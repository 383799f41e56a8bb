"""Calls from a phone to our own line."""

import threading

from tests.standin.world import PATIENCE_SECONDS, Person, World, eventually


def test_calling_our_line_reaches_the_inbound_webhook(world: World, alice: Person) -> None:
    world.bot.says("inbound", '<Gather numDigits="1"><Say>Welcome.</Say></Gather>')

    phone = alice.does("call")
    alice.waits_to_hear("Welcome.")

    assert phone["state"] == "dialling"
    assert alice.state() == "in_call"
    asked = world.bot.news("inbound")[0]
    assert (asked["Direction"], asked["CallStatus"]) == ("inbound", "ringing")
    assert asked["From"] == alice.number


def test_a_rejected_inbound_call_ends_unanswered(world: World, alice: Person) -> None:
    world.bot.says("inbound", '<Reject reason="busy"/>')

    call = alice.does("call")["call"]

    eventually(lambda: world.status(call) == "busy")
    assert alice.state() == "idle"


def test_a_line_that_nobody_answers_is_reported_as_failed(world: World, alice: Person) -> None:
    call = alice.does("call")["call"]

    eventually(lambda: world.status(call) == "failed")

    assert [entry["text"] for entry in alice.log("state")] == ["dialling", "error 11200", "failed"]
    assert alice.state() == "idle"


def test_a_person_may_hang_up_while_still_dialling(world: World, alice: Person) -> None:
    hold, asked = threading.Event(), threading.Event()

    def slow(_: dict[str, str]) -> str:
        asked.set()
        hold.wait(PATIENCE_SECONDS)
        return "<Response><Say>Too late.</Say></Response>"

    world.bot.documents["inbound"] = slow
    call = alice.does("call")["call"]
    asked.wait(PATIENCE_SECONDS)

    phone = alice.does("hangup")
    hold.set()

    assert phone["state"] == "idle"
    assert world.status(call) == "canceled"
    assert alice.heard() == []
