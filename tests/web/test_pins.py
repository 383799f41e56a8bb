"""Changing a PIN over HTTP (F6 to F10)."""

import logging
from typing import Any

import pytest
import requests

from sls.settings import DEMO_AGENT_KEY
from tests.people import LoginScreen
from tests.web.steps_up import API, PIN, given, logged_in, matches, shown
from tests.web.test_log_hygiene import found_in, told
from tests.web.test_logins import code_of
from tests.world import World

NEW = "7305"


def ask(world: World, login: str, factor: str, **other: Any) -> requests.Response:
    """Ask for a new PIN."""
    body = {"login": login, "factor": factor, "pin": NEW, "pin_again": NEW, **other}
    return world.http.post(f"{API}/pins", body)


def prove(world: World, change: str, response: Any) -> requests.Response:
    """Prove the new PIN."""
    return world.http.post(f"{API}/pins/{change}/verify", {"response": response})


def test_f8_the_card_gets_a_new_pin_by_answering_with_it(world: World) -> None:
    login = logged_in(world, "gita", "dsc_plus")
    verification = given(world, "gita", "dsc_plus", login, "change_pin")

    started = ask(world, login, "factor-gita-dsc_plus", verification=verification)
    change = started.json()
    matches(change, "PinChange")
    assert logged_in(world, "gita", "dsc_plus"), "the old PIN still counts"
    proved = prove(
        world, change["change"], shown(world, "gita", "dsc_plus", change["challenge"], NEW)
    )

    assert (started.status_code, change["proof"]) == (201, "challenge")
    assert (proved.status_code, proved.json()) == (200, {"state": "changed"})
    assert can_log_in(world, NEW)
    assert not can_log_in(world, PIN)


def can_log_in(world: World, pin: str) -> bool:
    """Whether Gita's card opens a login with this PIN."""
    login = LoginScreen.of(world.http, "gita")
    asked = login.post("factor", {"factor": "factor-gita-dsc_plus"}).json()
    return login.verify(shown(world, "gita", "dsc_plus", asked["challenge"], pin)).ok


def test_f9_the_app_gets_a_new_pin_by_a_code_to_the_number_on_file(world: World) -> None:
    login = LoginScreen.of(world.http, "chen")

    started = ask(world, login.id, "factor-chen-ib_key_android", current_pin=PIN)
    change = started.json()
    matches(change, "PinChange")
    wrong = prove(world, change["change"], "000000")
    proved = prove(world, change["change"], code_of(world, "chen"))

    assert (started.status_code, change["proof"], change["challenge"]) == (201, "code", None)
    assert (wrong.status_code, proved.status_code) == (403, 200)


def test_f9_the_code_can_be_sent_again(world: World) -> None:
    login = LoginScreen.of(world.http, "chen")
    started = ask(world, login.id, "factor-chen-ib_key_android", current_pin=PIN).json()
    path = f"{API}/pins/{started['change']}/code"

    at_once = world.http.post(path, {})
    world.http.advance(31)
    later = world.http.post(path, {})

    assert (at_once.status_code, at_once.json()["code"]) == (429, "resend_too_soon")
    assert later.status_code == 202


@pytest.mark.parametrize(
    ("username", "factor", "code"),
    [
        ("bao", "factor-bao-ib_key_ios", "pin_not_used"),
        ("alice", "factor-alice-sms", "pin_not_used"),
        ("dana", "factor-dana-security_code_card", "pin_not_used"),
        ("eli", "factor-eli-dsc", "pin_unchangeable"),
    ],
)
def test_f10_some_devices_have_no_pin_to_change(
    world: World, username: str, factor: str, code: str
) -> None:
    answer = ask(world, LoginScreen.of(world.http, username).id, factor)

    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_pin_that_cannot_be_used_is_refused_with_its_reason(world: World) -> None:
    login = LoginScreen.of(world.http, "gita")

    answer = ask(world, login.id, "factor-gita-dsc_plus", pin="1234", pin_again="1234")

    matches(answer.json(), "Problem")
    assert (answer.status_code, answer.json()["code"]) == (422, "pin_refused")
    assert answer.json()["reason"] == "weak"


def test_f7_after_an_agents_reset_the_customer_sets_a_new_pin(world: World) -> None:
    path = f"{API}/customers/gita/devices/factor-gita-dsc_plus/reset-pin"
    without = world.http.post(path, {"agent": "agent.en"})
    reset = world.http.post(path, {"agent": "agent.en"}, headers={"X-API-Key": DEMO_AGENT_KEY})
    login = LoginScreen.of(world.http, "gita")
    refused = login.post("factor", {"factor": "factor-gita-dsc_plus"})

    change = ask(world, login.id, "factor-gita-dsc_plus").json()
    prove(world, change["change"], shown(world, "gita", "dsc_plus", change["challenge"], NEW))

    assert (without.status_code, without.json()["code"]) == (403, "scope_missing")
    assert (reset.status_code, NEW in reset.text or PIN in reset.text) == (200, False)
    assert (refused.status_code, refused.json()["code"]) == (409, "pin_missing")
    assert can_log_in(world, NEW)


def test_a_change_that_is_not_known_is_a_problem(world: World) -> None:
    sent = world.http.post(f"{API}/pins/unknown/code", {})
    proved = prove(world, "unknown", "000000")

    assert (sent.status_code, sent.json()["code"]) == (404, "pin_change_unknown")
    assert (proved.status_code, proved.json()["code"]) == (403, "not_verified")


def test_a34_no_pin_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pins = {"k9!zTq", "old8#P", "B7-x2Q"}
    login, app = LoginScreen.of(world.http, "chen").id, "factor-chen-ib_key_android"

    ask(world, login, app, pin="k9!zTq", pin_again="B7-x2Q", current_pin="old8#P")
    ask(world, login, app, pin="k9!zTq", pin_again="k9!zTq", current_pin="old8#P")
    ask(world, login, app, pin="k9!zTq", pin_again="k9!zTq", current_pin=PIN)

    assert found_in(told(caplog.records), pins) == set()


@pytest.mark.parametrize("pin", [None, 1234, "", "1" * 65])
def test_a_pin_is_a_text(world: World, pin: Any) -> None:
    answer = ask(world, "any", "any", pin=pin)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
