"""The phones on the command line, one command at a time and as a scenario."""

import json
from typing import Any

import pytest

from standin.commands import COMMANDS, parse, perform
from standin.telephones import CommandFailed, Telephones
from tests.standin.scripts import press_to_hear
from tests.standin.world import ALICE, BAO, Person, World, eventually

SCENARIO = f"""
# A person hears the code twice.
wait {ALICE} ringing
answer {ALICE}
hear {ALICE} "press 1."
press {ALICE} 1
hear {ALICE} four. zero.
press {ALICE} 9
wait {ALICE} idle
"""


def run(world: World, *words: str, file: str = "") -> list[Any]:
    """Run one command and read what it tells."""
    lines = list(perform(parse(words), Telephones(world.base), lambda _: file))
    return [json.loads(line) for line in lines if not line.startswith("#")]


def test_a_call_is_taken_from_the_command_line(world: World, alice: Person) -> None:
    press_to_hear(world)
    call = world.call()

    run(world, "wait", ALICE, "ringing")
    answered = run(world, "answer", ALICE)
    run(world, "hear", ALICE, "Press", "1.")
    run(world, "press", ALICE, "1")
    heard = run(world, "hear", ALICE, "ZERO")
    run(world, "hangup", ALICE)

    assert answered == [{"number": ALICE, "state": "in_call", "call": call.sid}]
    assert heard[0]["text"] == "four. zero. two."
    assert alice.state() == "idle"


def test_words_are_said_with_their_confidence(world: World, alice: Person) -> None:
    world.bot.says("line/answer", '<Gather input="speech" action="/bot/words"/>')
    run(world, "call", ALICE)
    alice.waits_to_be("in_call")

    run(world, "say", ALICE, "repeat", "it", "--confidence", "0.4")

    told = world.bot.wait_for_news(1, "words")[0]
    assert (told["SpeechResult"], told["Confidence"]) == ("repeat it", "0.4")


def test_a_scenario_is_played_line_by_line(world: World, alice: Person) -> None:
    press_to_hear(world)
    call = world.call()

    run(world, "play", "call.txt", file=SCENARIO)

    assert world.status(call.sid) == "completed"
    assert alice.heard() == ["Press 1.", "four. zero. two.", "Goodbye."]


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        (f"answer {ALICE}", "line 1: wrong_state"),
        (f"\nhear {ALICE} anything --within 0", "line 2: waited_in_vain"),
        ("dance", "line 1: command_unknown"),
        ("play itself.txt", "line 1: command_unknown"),
    ],
)
def test_a_scenario_stops_at_the_line_that_fails(world: World, scenario: str, reason: str) -> None:
    with pytest.raises(CommandFailed) as caught:
        run(world, "play", "call.txt", file=scenario)

    assert str(caught.value) == reason


def test_faults_are_switched_from_the_command_line(world: World) -> None:
    run(world, "fault", "api", "unavailable", "--times", "2")
    on = run(world, "pace", "2.5")[0]
    run(world, "fault", "api", "off")
    off = run(world, "pace", "off")[0]

    assert (on["api"], on["calls_per_second"]) == ({"fault": "unavailable", "times": 2}, 2.5)
    assert (off["api"], off["calls_per_second"]) == (None, None)


def test_countries_are_shut_and_opened_from_the_command_line(world: World) -> None:
    shut = run(world, "forbid", "HK")[0]["countries"]["HK"]
    opened = run(world, "allow", "HK", "sms")[0]["countries"]["HK"]

    assert (shut, opened) == ({"voice": False, "sms": False}, {"voice": False, "sms": True})
    assert run(world, "geo")[0]["countries"]["HK"] == opened


def test_messages_are_slowed_down_from_the_command_line(world: World) -> None:
    slow = run(world, "limit", "0.5", "--queue", "60")[0]
    usual = run(world, "limit", "by_sender")[0]
    run(world, "limit", "off")

    assert slow == {"segments_per_second": 0.5, "queue_seconds": 60.0}
    assert usual["segments_per_second"] == "by_sender"
    assert run(world, "limits")[0]["segments_per_second"] is None


def test_everything_else_of_the_contract_has_its_command(world: World, alice: Person) -> None:
    call = world.call(BAO)
    eventually(lambda: world.status(call.sid) == "ringing")

    assert len(run(world, "phones")) == 3
    assert run(world, "voicemail", BAO, "--keys", "1")[0]["state"] in {"in_call", "idle"}
    assert run(world, "trace", call.sid)[0]["call"] == call.sid
    assert run(world, "log", BAO)[0]["text"] == "ringing"
    run(world, "text", ALICE, "STOP")
    assert len(run(world, "inbox", ALICE)) == 1
    assert "now" in run(world, "advance", "5")[0]
    assert run(world, "faults")[0]["api"] is None
    assert "now" in run(world, "reset")[0]


def test_an_address_without_a_stand_in_is_told_as_such(world: World) -> None:
    with pytest.raises(CommandFailed) as caught:
        Telephones(world.url("/nowhere")).send("GET", "/phones")

    assert str(caught.value) == "http_404"


def test_no_command_takes_the_name_of_somebody_in_the_cast(world: World) -> None:
    assert {member["username"] for member in world.demonstration.cast()}.isdisjoint(COMMANDS)
