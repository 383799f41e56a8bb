"""`<Dial>`: a second phone rings, two people talk, and the product hears how it went."""

import pytest

from tests.standin.world import BAO, FANG, Person, World, eventually

DIAL = f'<Say>One moment.</Say><Dial action="after" timeout="20"><Number>{BAO}</Number></Dial>'


@pytest.fixture
def bao(world: World) -> Person:
    """Give Bao, who is called by the product for Alice."""
    return world.phone(BAO)


def dial(world: World, alice: Person, twiml: str = DIAL) -> str:
    """Let Alice ring our line, which connects her."""
    world.bot.says("line/answer", twiml)
    world.bot.documents["line/after"] = lambda form: (
        f"<Response><Say>{form['DialCallStatus']}</Say></Response>"
    )
    return str(alice.does("call")["call"])


def test_two_people_talk_until_the_second_hangs_up(
    world: World, alice: Person, bao: Person
) -> None:
    first = dial(world, alice)
    bao.answers()
    alice.does("say", text="hello")
    bao.waits_to_hear("hello")
    bao.does("say", text="good morning")
    alice.waits_to_hear("good morning")

    bao.does("hangup")

    alice.waits_to_hear("completed")
    told = world.bot.news("line/after")[0]
    children = world.twilio.calls.list(parent_call_sid=first)
    assert [(child.sid, child.direction) for child in children] == [
        (told["DialCallSid"], "outbound-dial")
    ]
    assert told["DialBridged"] == "true"
    eventually(lambda: bao.log("state")[-1]["text"] == "completed")


@pytest.mark.parametrize(("action", "status"), [("busy", "busy"), ("reject", "busy")])
def test_a_refused_connection_is_told(
    world: World, alice: Person, bao: Person, action: str, status: str
) -> None:
    dial(world, alice)
    bao.waits_to_be("ringing")

    bao.does(action)

    alice.waits_to_hear(status)
    assert world.bot.news("line/after")[0]["DialBridged"] == "false"


def test_a_phone_that_nobody_picks_up_is_given_up(world: World, alice: Person, bao: Person) -> None:
    dial(world, alice, DIAL.replace('timeout="20"', 'timeout="0"'))

    alice.waits_to_hear("no-answer")

    assert bao.state() == "idle"


def test_a_phone_in_another_call_is_busy(world: World, alice: Person, bao: Person) -> None:
    world.call(BAO)
    bao.waits_to_be("ringing")

    dial(world, alice)

    alice.waits_to_hear("busy")
    assert bao.state() == "ringing"


@pytest.mark.parametrize(("number", "code"), [(FANG, 13227), ("0101", 13224)])
def test_a_number_that_cannot_be_called_fails_without_a_second_call(
    world: World, alice: Person, number: str, code: int
) -> None:
    first = dial(world, alice, DIAL.replace(BAO, number))

    alice.waits_to_hear("failed")

    assert world.twilio.calls.list(parent_call_sid=first) == []
    assert [step["code"] for step in world.trace(first, "error")] == [code]


def test_a_caller_who_leaves_takes_the_second_phone_along(
    world: World, alice: Person, bao: Person
) -> None:
    first = dial(world, alice)
    bao.waits_to_be("ringing")

    alice.does("hangup")

    bao.waits_to_be("idle")
    assert world.status(first) == "completed"
    eventually(
        lambda: (
            [child.status for child in world.twilio.calls.list(parent_call_sid=first)]
            == ["canceled"]
        )
    )


@pytest.mark.parametrize("action", ["after", ""])
def test_a_caller_who_hangs_up_after_a_talk_is_told_of_and_hears_nothing_more(
    world: World, alice: Person, bao: Person, action: str
) -> None:
    first = dial(world, alice, DIAL.replace('action="after"', f'action="{action}"'))
    bao.answers()
    alice.does("say", text="hello")
    bao.waits_to_hear("hello")

    alice.does("hangup")

    bao.waits_to_be("idle")
    told = world.bot.wait_for_news(1, "line/after") if action else world.bot.news("line/after")
    bridged = [(each["CallStatus"], each["DialBridged"]) for each in told]
    assert bridged == ([("completed", "true")] if action else [])
    assert alice.heard() == ["One moment."]
    assert world.status(first) == "completed"


def test_without_an_action_the_document_goes_on(world: World, alice: Person, bao: Person) -> None:
    dial(world, alice, f"<Dial>{BAO}</Dial><Say>Goodbye.</Say>")
    bao.waits_to_be("ringing")

    bao.does("busy")

    alice.waits_to_hear("Goodbye.")
