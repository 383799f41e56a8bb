"""Changing the mobile number over HTTP (A19, G60), and the list of one's own devices."""

from typing import Any

import pytest
import requests

from tests.people import NUMBERS, LoginScreen
from tests.web.steps_up import API, given, logged_in, matches
from tests.web.test_activations import devices
from tests.world import World

NEW = "+12025550177"
DAY = 86400


def verified(world: World, number: str) -> str:
    """Log in as Alice and prove who one is for this number."""
    login = logged_in(world)
    return given(world, "alice", "sms", login, "change_number", {"number": number})


def starts(world: World, number: str = NEW) -> requests.Response:
    """Name the new number."""
    body = {"verification": verified(world, number), "number": number}
    return world.http.post(f"{API}/number-changes", body)


def confirms(world: World, started: requests.Response, code: Any = None) -> requests.Response:
    """Type the code that reached the new number."""
    world.work()
    if code is None:
        code = world.http.inbox(NEW)[-1]["text"][:6]
    path = f"{API}/number-changes/{started.json()['change']}/confirm"
    return world.http.post(path, {"code": code})


def test_alice_changes_her_number_and_the_old_one_is_told(world: World) -> None:
    started = starts(world)
    matches(started.json(), "NumberChange")
    assert (started.status_code, started.json()["to"]) == (201, "+1 ••• 0177")

    answer = confirms(world, started)

    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    world.work()
    assert "was changed" in world.http.inbox(NUMBERS["alice"])[-1]["text"]
    (sms,) = devices(world, "alice")
    assert (sms["state"], sms["number"]) == ("cooling_off", "+1 ••• 0177")
    assert sms["cooling_off_until"] == answer.json()["active_from"]


def test_a19_the_new_number_gets_no_login_code_for_three_days(world: World) -> None:
    confirms(world, starts(world))

    refused = LoginScreen.of(world.http, "alice").ask_for("sms")
    assert (refused.status_code, refused.json()["reason"]) == (409, "number_changed")

    world.http.advance(3 * DAY)
    assert LoginScreen.of(world.http, "alice").ask_for("sms").json()["to"] == "+1 ••• 0177"


def test_without_a_verification_for_this_number_nothing_is_sent(world: World) -> None:
    for verification in ("no-such", verified(world, "+12025550178")):
        body = {"verification": verification, "number": NEW}
        refused = world.http.post(f"{API}/number-changes", body)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_verified")
    world.work()
    assert world.http.inbox(NEW) == []


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+19002345678", "premium_rate"),
        ("+445612345678", "voip"),
        ("+12025550177;ext=5", "extension"),
        ("soon", "not_a_number"),
        (None, "not_a_number"),
        (12025550177, "not_a_number"),
    ],
)
def test_a16_a_number_of_another_kind_is_refused_by_name(
    world: World, number: Any, reason: str
) -> None:
    body = {"verification": "any", "number": number}

    refused = world.http.post(f"{API}/number-changes", body, headers={"Accept-Language": "zh-CN"})

    assert (refused.status_code, refused.json()["code"]) == (422, "number_refused")
    assert refused.json()["reason"] == reason
    matches(refused.json(), "Problem")


def test_the_code_is_sent_again_after_two_minutes(world: World) -> None:
    change = starts(world).json()["change"]
    path = f"{API}/number-changes/{change}/code"
    assert world.http.post(path).status_code == 429

    world.http.advance(121)

    again = world.http.post(path)
    matches(again.json(), "CodeSent")
    assert (again.status_code, again.json()["to"]) == (202, "+1 ••• 0177")


def test_a_change_that_nobody_began_has_no_code(world: World) -> None:
    refused = world.http.post(f"{API}/number-changes/no-such/code")

    assert (refused.status_code, refused.json()["code"]) == (404, "number_change_unknown")


@pytest.mark.parametrize("code", ["000000", "", None, 5])
def test_a_wrong_code_changes_nothing(world: World, code: Any) -> None:
    refused = confirms(world, starts(world), "" if code is None else code)

    assert (refused.status_code, refused.json()["code"]) == (403, "not_verified")
    assert devices(world, "alice")[0]["number"] == "+1 ••• 0101"


def test_kara_sees_until_when_her_number_rests(world: World) -> None:
    (sms,) = devices(world, "kara")

    assert (sms["state"], sms["active_since"]) == ("cooling_off", None)


def test_a8_a_login_shows_its_own_customers_devices_only(world: World) -> None:
    login = LoginScreen.of(world.http, "alice").id

    for username in ("hugo", "nobody"):
        answer = world.http.get(f"{API}/customers/{username}/devices", params={"login": login})
        assert (answer.status_code, answer.json()["code"]) == (404, "login_unknown")


@pytest.mark.parametrize("params", [{}, {"login": ""}, {"login": "x" * 129}, {"login": "\0"}])
def test_the_list_needs_a_login(world: World, params: dict[str, str]) -> None:
    answer = world.http.get(f"{API}/customers/alice/devices", params=params)

    assert answer.json()["code"] == "bad_request"
