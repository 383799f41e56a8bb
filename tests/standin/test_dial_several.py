"""Several numbers in one `<Dial>`: all ring, the first to be picked up is connected."""

import pytest

from tests.standin.world import BAO, FANG, Person, World, eventually

CAROL = "+442071838750"
NUMBERS = f'<Number>{BAO}</Number><Number statusCallback="/bot/news">{CAROL}</Number>'
DIAL = f'<Dial action="after" timeout="20">{NUMBERS}</Dial>'


def dial(world: World, alice: Person, twiml: str = DIAL) -> str:
    """Let Alice ring our line, which calls the others for her."""
    world.bot.says("line/answer", twiml)
    world.bot.documents["line/after"] = lambda form: (
        f"<Response><Say>{form['DialCallStatus']}</Say></Response>"
    )
    return str(alice.does("call")["call"])


@pytest.fixture
def bao(world: World) -> Person:
    """Give Bao, the first who may take the call."""
    return world.phone(BAO)


@pytest.fixture
def carol(world: World) -> Person:
    """Give Carol, the second who may take the call; a phone that nobody of the cast has."""
    return world.phone(CAROL)


def statuses(world: World, first: str) -> dict[str, str]:
    """Read how the calls of a connection ended, by number."""
    children = world.twilio.calls.list(parent_call_sid=first)
    return {str(child.to): str(child.status) for child in children}


def test_all_ring_and_the_first_to_answer_talks(
    world: World, alice: Person, bao: Person, carol: Person
) -> None:
    first = dial(world, alice)
    eventually(lambda: len(world.twilio.calls.list(parent_call_sid=first)) == 2)
    bao.waits_to_be("ringing")
    carol.answers()

    bao.waits_to_be("idle")
    eventually(lambda: carol.post("say", text="hello") and alice.heard() == ["hello"])
    carol.does("hangup")

    alice.waits_to_hear("completed")
    told = world.bot.news("line/after")[0]
    assert statuses(world, first) == {BAO: "canceled", CAROL: "completed"}
    (talked,) = [each for each in world.twilio.calls.list() if each.to == CAROL]
    assert (told["DialCallSid"], told["DialBridged"]) == (talked.sid, "true")
    assert world.bot.wait_for_news(1)[0]["CallStatus"] == "completed"


def test_one_that_declines_leaves_the_others_ringing(
    world: World, alice: Person, bao: Person, carol: Person
) -> None:
    dial(world, alice)
    bao.waits_to_be("ringing")

    bao.does("reject")
    carol.answers()
    alice.does("hangup")

    carol.waits_to_be("idle")


def test_when_nobody_answers_no_single_call_is_named(
    world: World, alice: Person, bao: Person
) -> None:
    first = dial(world, alice, DIAL.replace('timeout="20"', 'timeout="0"'))

    alice.waits_to_hear("no-answer")

    assert "DialCallSid" not in world.bot.news("line/after")[0]
    assert statuses(world, first) == {BAO: "no-answer", CAROL: "no-answer"}
    assert bao.state() == "idle"


def test_all_busy_is_busy(world: World, alice: Person, bao: Person, carol: Person) -> None:
    for number, phone in ((BAO, bao), (CAROL, carol)):
        world.call(number)
        phone.waits_to_be("ringing")

    dial(world, alice)

    alice.waits_to_hear("busy")


def test_a_number_that_cannot_be_called_is_left_out(
    world: World, alice: Person, bao: Person
) -> None:
    first = dial(world, alice, DIAL.replace(CAROL, FANG))
    bao.answers()
    bao.does("hangup")

    alice.waits_to_hear("completed")

    assert list(statuses(world, first)) == [BAO]
    assert [step["code"] for step in world.trace(first, "error")] == [13227]


def test_a_caller_who_leaves_silences_every_phone(
    world: World, alice: Person, bao: Person, carol: Person
) -> None:
    first = dial(world, alice)
    bao.waits_to_be("ringing")
    eventually(lambda: len(statuses(world, first)) == 2)

    alice.does("hangup")

    eventually(lambda: statuses(world, first) == {BAO: "canceled", CAROL: "canceled"})
    assert (bao.state(), carol.state()) == ("idle", "idle")
