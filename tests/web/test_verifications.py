"""Proving for a task who one is, over HTTP (F43 to F48)."""

from typing import Any

import pytest
import requests

from tests.people import LoginScreen
from tests.web.steps_up import API, given, logged_in, matches, open_step_up, shown
from tests.web.test_logins import code_of
from tests.world import World


@pytest.fixture
def session(world: World) -> str:
    """Give a verified login of Bao's, made with his DSC+."""
    return logged_in(world, "bao", "dsc_plus")


def step(world: World, verification: str, name: str, body: Any) -> requests.Response:
    """Post to a step of a verification."""
    return world.http.post(f"{API}/verifications/{verification}/{name}", body)


def test_a_verification_offers_the_devices_of_the_customer(world: World, session: str) -> None:
    answer = open_step_up(world, session, "withdrawal", {"amount": 500})

    matches(answer.json(), "Verification")
    assert (answer.status_code, answer.json()["state"]) == (201, "choose")
    assert [each["kind"] for each in answer.json()["factors"]] == ["dsc_plus", "ib_key_ios"]


@pytest.mark.parametrize(("kind", "fact"), [("ib_key_ios", "F45"), ("dsc_plus", "F47")])
def test_a_device_answers_its_challenge(world: World, session: str, kind: str, fact: str) -> None:
    verification = open_step_up(world, session, "change_number").json()["verification"]
    asked = step(world, verification, "factor", {"factor": f"factor-bao-{kind}"}).json()

    response = shown(world, "bao", kind, asked["challenge"])
    answer = step(world, verification, "verify", {"response": response})

    view = world.http.get(f"{API}/verifications/{verification}").json()
    matches(view, "VerificationView")
    assert (answer.status_code, answer.json()) == (200, {"state": "verified"}), fact
    assert (view["state"], view["task"]) == ("verified", "change_number")


def test_x30_a_card_is_asked_for_two_cells(world: World) -> None:
    session = logged_in(world, "dana", "security_code_card")

    verification = open_step_up(world, session, "withdrawal", {"amount": 5}).json()["verification"]
    factor = {"factor": "factor-dana-security_code_card"}
    asked = step(world, verification, "factor", factor).json()
    answer = step(
        world,
        verification,
        "verify",
        {"response": shown(world, "dana", "security_code_card", asked["challenge"])},
    )

    assert len(asked["challenge"]["cells"]) == 2
    assert answer.status_code == 200


@pytest.mark.parametrize("channel", ["sms", "voice"])
def test_a_code_is_sent_for_a_verification(world: World, channel: str) -> None:
    login = LoginScreen.of(world.http, "alice")
    login.ask_for("sms")
    login.verify(code_of(world, "alice"))

    verification = open_step_up(world, login.id, "withdrawal", {"amount": 5}).json()["verification"]
    sent = step(world, verification, "code", {"channel": channel})

    matches(sent.json(), "CodeSent")
    assert (sent.status_code, sent.json()["to"]) == (202, "+1 ••• 0101")
    deliveries = world.http.get(f"{API}/verifications/{verification}").json()["deliveries"]
    assert [each["state"] for each in deliveries] == ["queued"]


def test_a10_the_code_of_a_login_is_none_for_a_verification(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    login.ask_for("sms")
    code = code_of(world, "alice")
    login.verify(code)
    verification = open_step_up(world, login.id, "withdrawal", {"amount": 5}).json()["verification"]

    answer = step(world, verification, "verify", {"response": code})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_verified")


def test_a_login_that_is_not_verified_gets_no_verification(world: World) -> None:
    for login in (LoginScreen.of(world.http, "alice").id, "unknown"):
        answer = open_step_up(world, login, "change_number")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_verified")


def test_a_session_ends_after_an_hour(world: World, session: str) -> None:
    world.http.advance(3601)

    assert open_step_up(world, session, "change_number").status_code == 403


def test_wrong_unknown_and_empty_responses_are_one_answer(world: World, session: str) -> None:
    verification = open_step_up(world, session, "change_number").json()["verification"]
    step(world, verification, "factor", {"factor": "factor-bao-dsc_plus"})

    answers = [
        step(world, verification, "verify", {"response": "00000000"}),
        step(world, verification, "verify", {"response": None}),
        step(world, "unknown", "verify", {"response": "00000000"}),
    ]

    assert {each.status_code for each in answers} == {403}
    assert len({each.text for each in answers}) == 1


@pytest.mark.parametrize("name", ["factor", "code"])
def test_a_verification_that_is_not_known_is_a_problem(world: World, name: str) -> None:
    body = {"factor": {"factor": "factor-bao-dsc_plus"}, "code": {"channel": "sms"}}[name]

    answer = step(world, "unknown", name, body)

    assert (answer.status_code, answer.json()["code"]) == (404, "verification_unknown")


def test_a_device_of_somebody_else_cannot_be_chosen(world: World, session: str) -> None:
    verification = open_step_up(world, session, "change_number").json()["verification"]

    answer = step(world, verification, "factor", {"factor": "factor-gita-dsc_plus"})

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("task", "details", "code"),
    [
        ("nonsense", None, "bad_request"),
        ("withdrawal", None, "amount_invalid"),
        ("withdrawal", {"amount": "5"}, "amount_invalid"),
        ("withdrawal", {"amount": 5, "payee": "x"}, "bad_request"),
        ("change_number", [], "bad_request"),
        ("change_number", {"number": 5}, "bad_request"),
        ("change_number", {"number": "\0"}, "bad_request"),
        ("change_number", {str(each): "x" for each in range(9)}, "bad_request"),
    ],
)
def test_only_a_known_task_with_its_details_is_verified(
    world: World, session: str, task: str, details: Any, code: str
) -> None:
    answer = open_step_up(world, session, task, details)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_steps_of_one_request_are_taken_once(world: World, session: str) -> None:
    body = {"login": session, "task": "change_number"}
    headers = {"Idempotency-Key": "my-key"}

    answers = [world.http.post(f"{API}/verifications", body, headers=headers) for _ in range(2)]

    assert answers[0].json() == answers[1].json()


def test_given_is_what_the_other_tests_need(world: World, session: str) -> None:
    verification = given(world, "bao", "dsc_plus", session, "share_device")

    assert world.http.get(f"{API}/verifications/{verification}").json()["state"] == "verified"


def test_a_temporary_passcode_verifies_while_it_opens_everything(world: World) -> None:
    passcode = next(
        member["passcode"]
        for member in world.http.get("/standin/cast").json()
        if member["username"] == "jun"
    )
    login = LoginScreen.of(world.http, "jun")
    assert login.verify(passcode).status_code == 200
    opened = open_step_up(world, login.id, "withdrawal", {"amount": 5}).json()

    answer = step(world, opened["verification"], "verify", {"response": passcode})

    assert answer.status_code == 200
