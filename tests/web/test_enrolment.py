"""Opting out and back in over HTTP (F60 to F62, X6, C6)."""

from typing import Any

import pytest
import requests

from sls.domain.enrolment import Enrolment
from tests.web.steps_up import API, given, logged_in, matches
from tests.world import World

AGENT = {"X-API-Key": "demo-agent-key"}


def starts(world: World, platform: str, username: str = "ines") -> dict[str, Any]:
    """Enter user name and password on a platform."""
    body = {"username": username, "password": f"{username}-demo-2fa", "platform": platform}
    answer = world.http.post(f"{API}/logins", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def comes_back(world: World, way: str = "install_app", **other: Any) -> requests.Response:
    """Opt back in as Ines, verified for just that."""
    login = logged_in(world, "ines")
    details = {"way": way, **{name: other[name] for name in other if name == "username"}}
    verification = given(world, "ines", "sms", login, "opt_back_in", details)
    body = {"login": login, "verification": verification, "way": way, **other}
    return world.http.post(f"{API}/enrolment", body)


def penny_stocks(world: World, username: str) -> bool:
    """Ask whether a user may trade penny stocks."""
    answer = world.http.get(f"{API}/customers/{username}/penny-stocks")
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["allowed"])


@pytest.mark.parametrize("platform", ["tws", "ios", "android"])
def test_g66_ines_logs_in_on_trading_platforms_by_password_alone(
    world: World, platform: str
) -> None:
    login = starts(world, platform)

    matches(login, "Login")
    assert (login["state"], login["factors"]) == ("verified", [])


def test_c6_on_client_portal_she_is_asked_for_her_code(world: World) -> None:
    login = starts(world, "client_portal")

    assert (login["state"], [each["kind"] for each in login["factors"]]) == ("ready", ["sms"])


def test_a_login_by_password_alone_changes_nothing_and_withdraws_nothing(world: World) -> None:
    login = starts(world, "tws")["login"]

    answers = [
        world.http.post(f"{API}/enrolment", {"login": login, "way": "install_app"}),
        world.http.post(f"{API}/withdrawals", {"login": login, "amount": 100}),
        world.http.post(f"{API}/addresses", {"login": login, "address": "8.8.8.8"}),
    ]

    assert {each.json()["code"] for each in answers} == {"not_verified"}


def test_f62_ines_opts_back_in(world: World) -> None:
    answer = comes_back(world)

    matches(answer.json(), "Enrolment")
    assert (answer.status_code, answer.json()["state"]) == (200, "enrolled")
    assert starts(world, "tws")["state"] == "ready"


def test_f60_penny_stocks_are_closed_until_then(world: World) -> None:
    before = penny_stocks(world, "ines")
    comes_back(world)

    assert (before, penny_stocks(world, "ines"), penny_stocks(world, "alice")) == (
        False,
        True,
        True,
    )


def test_who_takes_part_sees_so(world: World) -> None:
    login = logged_in(world, "alice")

    view = world.http.get(f"{API}/enrolment", params={"login": login}).json()

    matches(view, "Enrolment")
    assert (view["state"], view["may_change_security"], view["users"]) == (
        "enrolled",
        True,
        ["alice"],
    )


def test_a38_without_the_right_the_users_who_have_it_are_named(world: World) -> None:
    """F61: only those of the same account, in the answer and in the sentence."""
    with world.core.units.write() as unit:
        unit.enrolments.get_to_change("customer-ines").may_change_security = False
    nobody = comes_back(world)
    with world.core.units.write() as unit:
        unit.enrolments.get_to_change("customer-ines").may_change_security = True

    assert (nobody.status_code, nobody.json()["code"]) == (403, "rights_missing")
    assert nobody.json()["users"] == []
    assert "alice" not in nobody.text


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_a38_users_of_other_accounts_are_unknown(world: World, username: str) -> None:
    answer = comes_back(world, username=username)

    assert (answer.status_code, answer.json()["code"]) == (404, "account_unknown")


def test_x6_only_an_agent_records_that_somebody_opts_out(world: World) -> None:
    path = f"{API}/customers/alice/opt-out"

    by_screen = world.http.post(path, {"agent": "alice"})
    by_agent = world.http.post(path, {"agent": "agent.en"}, headers=AGENT)

    assert (by_screen.status_code, by_screen.json()["code"]) == (403, "scope_missing")
    assert by_agent.json() == {"state": "opted_out"}
    assert starts(world, "tws", "alice")["state"] == "verified"


def test_x6_an_account_of_hong_kong_cannot_be_opted_out(world: World) -> None:
    path = f"{API}/customers/bao/opt-out"

    answer = world.http.post(path, {"agent": "agent.en"}, headers=AGENT)

    assert (answer.status_code, answer.json()["code"]) == (409, "opt_out_refused")
    assert answer.json()["reason"] == "country_not_allowed"


def test_a_named_user_is_in_the_sentence(world: World) -> None:
    with world.core.units.write() as unit:
        account = unit.withdrawals.account_of("customer-ines")
        unit.enrolments.get_to_change("customer-ines").may_change_security = False
        unit.session.connection().exec_driver_sql(
            "UPDATE account_users SET account_id = ? WHERE customer_id = 'customer-kara'",
            (account,),
        )
        assert isinstance(unit.enrolments.get("customer-kara"), Enrolment)

    answer = comes_back(world)

    assert answer.json()["users"] == ["kara"]
    assert "kara" in answer.json()["detail"]


@pytest.mark.parametrize("body", [{}, {"way": "by_magic"}, {"way": None}])
def test_a_body_that_is_not_in_form_is_refused(world: World, body: dict[str, Any]) -> None:
    answer = world.http.post(f"{API}/enrolment", {"login": "x", **body})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
