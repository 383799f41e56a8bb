"""The whisper of `<Number url>`: heard by the one who picks up, before the two are connected."""

import pytest
from flask import request

from tests.standin.world import BAO, Person, World, eventually

CAROL = "+442071838750"
DIAL = f'<Dial action="after"><Number url="/bot/whisper">{BAO}</Number></Dial>'
GATE = (
    '<Gather numDigits="1" action="taken" timeout="{seconds}"><Say>Press 1.</Say></Gather><Hangup/>'
)


@pytest.fixture
def bao(world: World) -> Person:
    """Give Bao, who is whispered to."""
    return world.phone(BAO)


def dial(world: World, alice: Person, twiml: str = DIAL, seconds: int = 20) -> str:
    """Let Alice ring our line, which calls Bao and whispers to him."""
    world.bot.says("line/answer", twiml)
    world.bot.says("whisper", GATE.format(seconds=seconds))
    world.bot.says("taken", "")
    world.bot.documents["line/after"] = lambda form: (
        f"<Response><Say>{form['DialCallStatus']}</Say></Response>"
    )
    return str(alice.does("call")["call"])


def test_nobody_hears_the_other_before_the_key(world: World, alice: Person, bao: Person) -> None:
    first = dial(world, alice)
    bao.answers()
    bao.waits_to_hear("Press 1.")
    bao.does("say", text="who is it")
    alice.does("say", text="is anybody there")

    bao.does("press", digits="1")
    asked = world.bot.wait_for_news(1, "taken")[0]
    eventually(lambda: alice.post("say", text="hello") and "hello" in bao.heard())
    bao.does("hangup")

    alice.waits_to_hear("completed")
    assert "who is it" not in alice.heard()
    assert "is anybody there" not in bao.heard()
    assert "Press 1." not in alice.heard()
    assert (asked["ParentCallSid"], asked["Digits"], asked["To"]) == (first, "1", BAO)
    assert world.bot.forged == 0
    assert world.bot.news("line/after")[0]["DialBridged"] == "true"


@pytest.mark.parametrize("action", ["hangup", "nothing", "fails"])
def test_who_does_not_take_the_call_leaves_it_unanswered(
    world: World, alice: Person, bao: Person, action: str
) -> None:
    dial(world, alice, seconds=0 if action == "nothing" else 20)
    if action == "fails":
        del world.bot.documents["whisper"]
    bao.answers()
    if action == "hangup":
        bao.waits_to_hear("Press 1.")
        bao.does("hangup")

    alice.waits_to_hear("no-answer")

    assert world.bot.news("line/after")[0]["DialBridged"] == "false"
    bao.waits_to_be("idle")


def test_an_answering_machine_stays_at_the_whisper(
    world: World, alice: Person, bao: Person
) -> None:
    dial(world, alice, seconds=0)
    bao.waits_to_be("ringing")

    bao.does("voicemail")

    alice.waits_to_hear("no-answer")


def test_a_caller_who_leaves_ends_the_whisper(world: World, alice: Person, bao: Person) -> None:
    dial(world, alice)
    bao.answers()
    bao.waits_to_hear("Press 1.")

    alice.does("hangup")

    bao.waits_to_be("idle")
    (told,) = world.bot.wait_for_news(1, "line/after")
    assert (told["CallStatus"], told["DialBridged"]) == ("completed", "false")


def test_who_picks_up_stops_the_others_ringing_before_taking_the_call(
    world: World, alice: Person, bao: Person
) -> None:
    carol = world.phone(CAROL)
    dial(world, alice, DIAL.replace("</Dial>", f"<Number>{CAROL}</Number></Dial>"))
    bao.answers()
    bao.waits_to_hear("Press 1.")

    carol.waits_to_be("idle")

    bao.does("hangup")
    alice.waits_to_hear("no-answer")


def test_a_whisper_is_asked_for_by_its_own_method(world: World, alice: Person, bao: Person) -> None:
    methods: list[str] = []
    dial(world, alice, DIAL.replace("url=", 'method="GET" url='))
    world.bot.documents["whisper"] = lambda _: methods.append(request.method) or "<Response/>"
    bao.answers()

    eventually(lambda: alice.post("say", text="hello") and "hello" in bao.heard())

    assert methods == ["GET"]


def test_a_whisper_cannot_dial(world: World, alice: Person, bao: Person) -> None:
    dial(world, alice)
    world.bot.says("whisper", f"<Dial>{CAROL}</Dial>")
    bao.answers()

    alice.waits_to_hear("no-answer")

    (child,) = [each for each in world.twilio.calls.list() if each.to == BAO]
    assert [step["code"] for step in world.trace(child.sid, "error")] == [13201]
