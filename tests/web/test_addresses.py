"""IP restrictions over HTTP, and the address that a login screen passes (F35, G72, A37)."""

from typing import Any

import pytest
import requests

from tests.web.steps_up import API, given, logged_in, matches
from tests.world import World

OFFICE, HOME = "8.8.8.8", "1.1.1.1"
AGENT = {"X-API-Key": "demo-agent-key"}
DAY = 24 * 60 * 60


def starts(world: World, address: Any = None, **other: Any) -> requests.Response:
    """Enter Alice's user name and password at an address."""
    body = {"username": "alice", "password": "alice-demo-2fa", "platform": "tws", **other}
    if address is not None:
        body["client_address"] = address
    return world.http.post(f"{API}/logins", body)


def adds(world: World, address: str = OFFICE, **other: Any) -> requests.Response:
    """Restrict Alice's logins, verified for just that."""
    login = logged_in(world, "alice")
    verification = given(world, "alice", "sms", login, "ip_restriction", {"address": address})
    body = {"login": login, "verification": verification, "address": address, **other}
    return world.http.post(f"{API}/addresses", body)


def restricted(world: World) -> str:
    """Have an agent restrict Alice's logins, and wait for the restart; return the restriction."""
    path, body = f"{API}/customers/alice/addresses", {"address": OFFICE, "agent": "agent.en"}
    answer = world.http.post(path, body, headers=AGENT)
    assert answer.status_code == 201, answer.text
    world.http.advance(DAY)
    return str(answer.json()["restriction"])


def test_a_restriction_is_pending_until_the_nightly_restart(world: World) -> None:
    answer = adds(world, client_address=OFFICE)

    matches(answer.json(), "IpRestriction")
    assert (answer.status_code, answer.json()["state"]) == (201, "pending")
    assert starts(world, HOME).status_code == 201
    world.http.advance(DAY)
    assert starts(world, HOME).status_code == 401


def test_f35_login_is_from_there_only_and_refused_like_a_wrong_password(world: World) -> None:
    restricted(world)

    elsewhere, nowhere = starts(world, HOME), starts(world)

    wrong = starts(world, OFFICE, password="wrong")
    assert starts(world, OFFICE).status_code == 201
    assert starts(world, f"::ffff:{OFFICE}").status_code == 201
    assert elsewhere.status_code == 401
    assert elsewhere.content == nowhere.content == wrong.content


def test_a37_no_header_says_where_a_customer_is(world: World) -> None:
    restricted(world)
    body = {"username": "alice", "password": "alice-demo-2fa", "platform": "tws"}

    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"):
        answer = world.http.post(f"{API}/logins", body, headers={header: OFFICE})
        assert answer.status_code == 401


@pytest.mark.parametrize("address", ["", "here", "8.8.8", "8.8.8.8/32", "x" * 100, 7, ["8.8.8.8"]])
def test_an_address_that_is_none_is_not_in_form(world: World, address: Any) -> None:
    answer = starts(world, address)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


@pytest.mark.parametrize(
    ("address", "here", "reason"),
    [
        ("192.168.1.20", OFFICE, "private_address"),
        ("0.0.0.0/0", OFFICE, "too_wide"),
        ("office", OFFICE, "not_an_address"),
        (HOME, OFFICE, "locks_out"),
        (OFFICE, None, "address_missing"),
    ],
)
def test_a37_what_cannot_be_added_says_why(
    world: World, address: str, here: str | None, reason: str
) -> None:
    answer = adds(world, address, client_address=here)

    assert (answer.status_code, answer.json()["code"]) == (422, "address_refused")
    assert answer.json()["reason"] == reason


def test_restrictions_are_listed(world: World) -> None:
    restriction = adds(world, client_address=OFFICE).json()["restriction"]

    login = logged_in(world, "alice")
    found = world.http.get(f"{API}/addresses", params={"login": login}).json()["addresses"]

    assert [(each["restriction"], each["address"]) for each in found] == [(restriction, OFFICE)]


def test_g73_a_pending_one_is_removed_at_once(world: World) -> None:
    restriction = adds(world, client_address=OFFICE).json()["restriction"]
    login = logged_in(world, "alice")
    details = {"restriction": restriction}
    verification = given(world, "alice", "sms", login, "ip_restriction", details)

    body = {"login": login, "verification": verification}
    answer = world.http.post(f"{API}/addresses/{restriction}/remove", body)

    assert (answer.status_code, answer.json()["state"]) == (200, "removed")
    world.http.advance(DAY)
    assert starts(world, HOME).status_code == 201


def test_a37_an_agent_releases_who_is_locked_out(world: World) -> None:
    path = f"{API}/addresses/{restricted(world)}/release"

    by_screen = world.http.post(path, {"agent": "alice"})
    by_agent = world.http.post(path, {"agent": "agent.en"}, headers=AGENT)

    assert (by_screen.status_code, by_screen.json()["code"]) == (403, "scope_missing")
    assert by_agent.json()["state"] == "ending"
    world.http.advance(DAY)
    assert starts(world, HOME).status_code == 201


def test_an_unknown_restriction_is_a_problem(world: World) -> None:
    path = f"{API}/addresses/nothing/release"

    answer = world.http.post(path, {"agent": "agent.en"}, headers=AGENT)

    assert (answer.status_code, answer.json()["code"]) == (404, "restriction_unknown")
