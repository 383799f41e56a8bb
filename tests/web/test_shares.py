"""Sharing a device over HTTP: Gita's card for Hugo, who is the same person (F54 to F59)."""

from typing import Any

import pytest
import requests

from tests.people import LoginScreen
from tests.web.steps_up import API, given, logged_in, matches, shown
from tests.world import World

CARD = "factor-gita-dsc_plus"
AGENT = {"X-API-Key": "demo-agent-key"}


def asks(
    world: World, owner: str = "gita", password: str | None = None, **other: Any
) -> requests.Response:
    """Ask as Hugo for the device of another user name, verified for just that."""
    login = logged_in(world, "hugo")
    verification = given(world, "hugo", "sms", login, "share_device", {"owner": owner})
    body = {
        "login": login,
        "verification": verification,
        "owner": {"username": owner, "password": password or f"{owner}-demo-2fa"},
        **other,
    }
    return world.http.post(f"{API}/shares", body)


def step(world: World, share: str, name: str, **body: Any) -> requests.Response:
    """Post to a step of a share."""
    return world.http.post(f"{API}/shares/{share}/{name}", body)


def shares(world: World) -> str:
    """Share Gita's card with Hugo and return the share."""
    share = str(asks(world).json()["share"])
    asked = step(world, share, "factor", factor=CARD).json()
    answer = step(
        world, share, "verify", response=shown(world, "gita", "dsc_plus", asked["challenge"])
    )
    assert answer.json() == {"state": "approved", "reason": None}
    return share


def needs_compliance(world: World) -> None:
    """Flag Gita's entity."""
    with world.core.units.write() as unit:
        unit.shares.identity_of("customer-gita").needs_compliance = True


def test_a_share_offers_the_owners_best_device(world: World) -> None:
    answer = asks(world)

    matches(answer.json(), "Share")
    assert (answer.status_code, answer.json()["state"]) == (201, "requested")
    assert [each["id"] for each in answer.json()["factors"]] == [CARD]


def test_f58_it_is_approved_as_soon_as_the_owners_device_answers(world: World) -> None:
    share = shares(world)

    view = world.http.get(f"{API}/shares/{share}").json()
    matches(view, "ShareState")
    assert view["state"] == "approved"


def test_hugo_logs_in_with_gitas_card_from_then_on(world: World) -> None:
    shares(world)

    login = world.http.post(
        f"{API}/logins",
        {"username": "hugo", "password": "hugo-demo-2fa", "platform": "client_portal"},
    ).json()
    screen = LoginScreen(world.http, login["login"], login["state"])
    (factor,) = login["factors"]
    challenge = screen.post("factor", {"factor": factor["id"]}).json()["challenge"]

    assert factor["kind"] == "dsc_plus"
    assert screen.verify(shown(world, "gita", "dsc_plus", challenge)).status_code == 200


@pytest.mark.parametrize(
    ("owner", "reason"),
    [
        ("alice", "different_person"),
        ("bao", "different_person"),
        ("hugo", "own_device"),
    ],
)
def test_what_cannot_be_shared_says_why(world: World, owner: str, reason: str) -> None:
    answer = asks(world, owner)

    assert (answer.status_code, answer.json()["code"]) == (409, "share_refused")
    assert answer.json()["reason"] == reason


def test_a8_the_owners_password_is_refused_as_at_a_login(world: World) -> None:
    wrong = asks(world, password="wrong")
    login = {"username": "gita", "password": "wrong", "platform": "client_portal"}

    assert (wrong.status_code, wrong.json()["code"]) == (401, "login_refused")
    assert wrong.content == world.http.post(f"{API}/logins", login).content


def test_without_a_verification_nothing_is_shared(world: World) -> None:
    answer = asks(world, verification=None)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_verified")


def test_a_wrong_answer_and_an_unknown_share_look_the_same(world: World) -> None:
    share = asks(world).json()["share"]
    step(world, share, "factor", factor=CARD)

    wrong, unknown = (
        step(world, each, "verify", response="00000000") for each in (share, "nothing")
    )

    assert (wrong.status_code, wrong.json()["code"]) == (403, "not_verified")
    assert wrong.content == unknown.content


@pytest.mark.parametrize("name", ["factor", "approve", "reject"])
def test_an_unknown_share_is_a_problem(world: World, name: str) -> None:
    body = {"factor": CARD, "agent": "supervisor"}
    answer = world.http.post(f"{API}/shares/nothing/{name}", body, headers=AGENT)
    if name == "factor":
        answer = step(world, "nothing", name, factor=CARD)

    assert (answer.status_code, answer.json()["code"]) == (404, "share_unknown")


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_f58_compliance_decides_for_a_flagged_entity(world: World, decision: str) -> None:
    needs_compliance(world)
    share = asks(world).json()["share"]
    asked = step(world, share, "factor", factor=CARD).json()
    response = shown(world, "gita", "dsc_plus", asked["challenge"])
    assert step(world, share, "verify", response=response).json()["state"] == "pending"
    listed = world.http.get(f"{API}/shares", headers=AGENT).json()["shares"]

    by_customer = step(world, share, decision, agent="gita")
    by_agent = world.http.post(
        f"{API}/shares/{share}/{decision}", {"agent": "supervisor"}, headers=AGENT
    )

    assert [each["share"] for each in listed] == [share]
    assert (by_customer.status_code, by_customer.json()["code"]) == (403, "scope_missing")
    assert by_agent.json()["state"] == {"approve": "approved", "reject": "rejected"}[decision]


@pytest.mark.parametrize("owner", [None, "gita", {}, {"username": "gita"}, [1]])
def test_a_body_that_is_not_in_form_is_refused(world: World, owner: Any) -> None:
    answer = world.http.post(f"{API}/shares", {"login": "x", "owner": owner})

    assert answer.status_code in {403, 422}
    assert world.http.post(f"{API}/shares", {"owner": {}}).status_code == 422
