"""The control contract, as tests and people outside rely on it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from tests.standin.world import ALICE, BAO, FANG, Person, World, eventually


def test_the_phones_of_the_cast_are_there_from_the_start(world: World) -> None:
    phones = world.http.get(world.url("/standin/phones")).json()

    assert phones == [
        {"number": number, "state": "idle", "call": None} for number in (ALICE, BAO, FANG)
    ]


def test_a_phone_tells_its_state_and_its_call(world: World, alice: Person) -> None:
    world.bot.says("start", "<Gather/>")
    call = world.call()

    alice.waits_to_be("ringing")
    answered = alice.does("answer")
    ended = alice.does("hangup")

    assert answered == {"number": ALICE, "state": "in_call", "call": call.sid}
    assert ended == {"number": ALICE, "state": "idle", "call": None}


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("answer", {}),
        ("reject", {}),
        ("busy", {}),
        ("hangup", {}),
        ("press", {"digits": "1"}),
        ("say", {"text": "hello"}),
    ],
)
def test_an_idle_phone_refuses_what_needs_a_call(
    alice: Person, action: str, body: dict[str, Any]
) -> None:
    answer = alice.post(action, **body)

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "wrong_state"


def test_a_ringing_phone_cannot_press_or_call(world: World, alice: Person) -> None:
    world.call()
    alice.waits_to_be("ringing")

    answers = [alice.post("press", digits="1"), alice.post("call"), alice.post("hangup")]

    assert [answer.status_code for answer in answers] == [409, 409, 409]


def test_an_unknown_phone_is_a_problem(world: World) -> None:
    answer = world.http.post(world.url("/standin/phones/+442071838750/answer"), json={})

    assert (answer.status_code, answer.json()["code"]) == (404, "phone_unknown")


def test_the_plus_in_a_path_may_come_raw_or_encoded(world: World) -> None:
    raw = world.http.get(world.url(f"/standin/phones/{ALICE}/log"))
    encoded = world.http.get(world.url("/standin/phones/%2B12025550101/log"))

    assert (raw.status_code, encoded.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("action", "body", "code"),
    [
        ("press", {}, "digits_invalid"),
        ("press", {"digits": 1}, "digits_invalid"),
        ("press", {"digits": "1a"}, "digits_invalid"),
        ("say", {"text": "  "}, "text_invalid"),
        ("say", {"text": "yes", "confidence": 2}, "confidence_invalid"),
        ("say", {"text": "yes", "confidence": True}, "confidence_invalid"),
    ],
)
def test_a_body_that_makes_no_sense_is_a_problem(
    alice: Person, action: str, body: dict[str, Any], code: str
) -> None:
    answer = alice.post(action, **body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_actions_need_no_body(world: World, alice: Person) -> None:
    world.call()
    alice.waits_to_be("ringing")

    answer = requests.post(world.url(f"/standin/phones/{ALICE}/answer"), timeout=5)

    assert answer.status_code == 200


def test_the_clock_moves_forward(world: World) -> None:
    before = world.demonstration.now()

    answer = world.http.post(world.url("/standin/clock"), json={"advance_seconds": 90.5})

    assert datetime.fromisoformat(answer.json()["now"]) >= before + timedelta(seconds=90)


@pytest.mark.parametrize("seconds", [-1, "90", None, True, 1e12])
def test_the_clock_refuses_what_is_no_step_forward(world: World, seconds: object) -> None:
    answer = world.http.post(world.url("/standin/clock"), json={"advance_seconds": seconds})

    assert answer.status_code == 422
    assert world.demonstration.ahead == timedelta()


def test_the_cast_comes_with_its_secrets(world: World) -> None:
    cast = world.http.get(world.url("/standin/cast")).json()

    assert cast == world.demonstration.cast()


def test_a_reset_during_a_call_ends_it_without_a_word(world: World, alice: Person) -> None:
    world.bot.says("start", "<Gather><Say>Press a key.</Say></Gather>")
    world.call("+442071838750")
    world.call()
    alice.answers()
    alice.waits_to_hear("Press a key.")
    eventually(lambda: len(world.bot.news()) >= 5)

    answer = world.http.post(world.url("/standin/reset"), json={})
    phones = world.http.get(world.url("/standin/phones")).json()

    assert answer.status_code == 200
    assert world.demonstration.resets == 1
    assert [(phone["number"], phone["state"]) for phone in phones] == [
        (number, "idle") for number in (ALICE, BAO, FANG)
    ]
    assert alice.log() == []
    assert not any(item["CallStatus"] == "completed" for item in world.bot.news())
    assert world.twilio.calls.list() == []


def test_after_a_reset_the_phones_ring_again(world: World, alice: Person) -> None:
    world.call()
    alice.waits_to_be("ringing")

    world.http.post(world.url("/standin/reset"), json={})
    world.call()

    alice.waits_to_be("ringing")
