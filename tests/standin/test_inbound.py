"""Calls from a phone to our own line."""

import threading

import pytest

from tests.standin.world import PATIENCE_SECONDS, Person, World, eventually


def test_calling_our_line_reaches_the_inbound_webhook(world: World, alice: Person) -> None:
    world.bot.says("line/answer", '<Gather numDigits="1"><Say>Welcome.</Say></Gather>')

    phone = alice.does("call")
    alice.waits_to_hear("Welcome.")

    assert phone["state"] == "dialling"
    assert alice.state() == "in_call"
    asked = world.bot.news("line/answer")[0]
    assert (asked["Direction"], asked["CallStatus"]) == ("inbound", "ringing")
    assert asked["From"] == alice.number


def test_a_rejected_inbound_call_ends_unanswered(world: World, alice: Person) -> None:
    world.bot.says("line/answer", '<Reject reason="busy"/>')

    call = alice.does("call")["call"]

    eventually(lambda: world.status(call) == "busy")
    assert alice.state() == "idle"


def test_a_line_that_nobody_answers_is_reported_as_failed(world: World, alice: Person) -> None:
    call = alice.does("call")["call"]

    eventually(lambda: world.status(call) == "failed")

    assert [entry["text"] for entry in alice.log("state")] == [
        "dialling",
        "error 11200",
        "error 11200",
        "failed",
    ]
    assert alice.state() == "idle"


def test_a_line_in_trouble_is_answered_by_the_fallback(world: World, alice: Person) -> None:
    world.bot.says("fallback", "<Say>Please use the website.</Say>")

    alice.does("call")

    alice.waits_to_hear("Please use the website.")
    assert world.bot.news("fallback")[0]["ErrorUrl"] == world.url("/voice/line/answer")


def test_the_end_of_a_call_to_our_line_is_reported(world: World, alice: Person) -> None:
    world.bot.says("line/answer", "<Say>Welcome.</Say>")

    call = alice.does("call")["call"]
    news = world.bot.wait_for_news(1, "line/status")

    assert [(item["CallSid"], item["CallStatus"]) for item in news] == [(call, "completed")]


@pytest.mark.parametrize(
    ("language", "words"), [("cmn-Hans-CN", "我没有收到验证码"), ("en-US", "I got no code")]
)
def test_words_said_to_our_line_come_with_their_confidence(
    world: World, alice: Person, language: str, words: str
) -> None:
    world.bot.says(
        "line/answer",
        f'<Gather input="dtmf speech" language="{language}" speechTimeout="2" timeout="9"'
        ' hints="验证码,code" actionOnEmptyResult="true" action="turn"><Say>?</Say></Gather>',
    )
    world.bot.documents["line/turn"] = lambda form: (
        f"<Response><Say>{form['SpeechResult']} {form['Confidence']}</Say></Response>"
    )
    alice.does("call")
    alice.waits_to_be("in_call")

    alice.does("say", text=words, confidence=0.31)

    alice.waits_to_hear(f"{words} 0.31")
    told = world.bot.news("line/turn")[0]
    assert "Digits" not in told
    assert world.bot.forged == 0


def test_a_person_may_hang_up_while_still_dialling(world: World, alice: Person) -> None:
    hold, asked = threading.Event(), threading.Event()

    def slow(_: dict[str, str]) -> str:
        asked.set()
        hold.wait(PATIENCE_SECONDS)
        return "<Response><Say>Too late.</Say></Response>"

    world.bot.documents["line/answer"] = slow
    call = alice.does("call")["call"]
    asked.wait(PATIENCE_SECONDS)

    phone = alice.does("hangup")
    hold.set()

    assert phone["state"] == "idle"
    assert world.status(call) == "canceled"
    assert alice.heard() == []
