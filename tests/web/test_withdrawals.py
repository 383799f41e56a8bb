"""Withdrawals and limits over HTTP (docs/api.md)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from sqlalchemy import delete
from werkzeug.test import TestResponse

from sls.adapters.tables import factors
from sls.settings import DEMO_AGENT_KEY
from tests.people import LoginScreen
from tests.web.steps_up import API, given, logged_in, matches, open_step_up
from tests.web.test_api_key import KEY, PRODUCTION
from tests.world import World

DOLLAR = 100


def withdraw(
    world: World, verification: str, amount: Any, key: str | None = None
) -> requests.Response:
    """Request a withdrawal."""
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"verification": verification, "amount": amount}
    return world.http.post(f"{API}/withdrawals", body, headers=headers)


def confirmed(world: World, amount: int, username: str = "alice", login: str | None = None) -> str:
    """Give a verification for a withdrawal with a code by text message."""
    login = login or logged_in(world, username)
    return given(world, username, "sms", login, "withdrawal", {"amount": amount})


def limits(world: World, username: str, **params: Any) -> dict[str, Any]:
    """Return the limits of a customer."""
    answer = world.http.get(f"{API}/customers/{username}/limits", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    matches(found, "Limits")
    return found


@pytest.mark.parametrize(
    ("username", "rows"),
    [
        ("alice", {"sms": ("limited", 200_000, 600_000)}),
        (
            "bao",
            {"dsc_plus": ("unlimited", None, None), "ib_key": ("limited", 1_000_000, 1_000_000)},
        ),
        ("dana", {"security_code_card": ("limited", 200_000, 600_000)}),
        ("eli", {"dsc": ("limited", 1_000_000, 1_500_000), "gold": ("unlimited", None, None)}),
        ("jun", {"temporary_passcode": ("limited", 50_000, 100_000)}),
    ],
)
def test_limits_are_told_for_each_device(
    username: str, rows: dict[str, tuple[str, int | None, int | None]], world: World
) -> None:
    devices = limits(world, username)["devices"]

    def dollars(cents: int | None) -> int | None:
        return None if cents is None else cents // DOLLAR

    found = {e["kind"]: (e["limit"], dollars(e["day"]), dollars(e["window"])) for e in devices}
    assert found == rows
    assert all(each["used_today"] == each["used_in_window"] == 0 for each in devices)
    assert all(each["remaining"] == each["day"] for each in devices)
    assert all(each["allows"] is None for each in devices)


def test_limits_say_which_device_would_allow_an_amount(world: World) -> None:
    devices = limits(world, "bao", amount=1_000_000 * DOLLAR + 1)["devices"]

    assert {each["kind"]: each["allows"] for each in devices} == {
        "dsc_plus": True,
        "ib_key": False,
    }


def test_limits_name_devices_in_the_callers_language(world: World) -> None:
    answer = world.http.get(
        f"{API}/customers/dana/limits", headers={"Accept-Language": "zh-CN"}
    ).json()

    assert answer["devices"][0]["label"] == "安全代码卡"


@pytest.mark.parametrize("amount", ["-1", "1.5", "x", "١", "1" * 15, ""])
def test_an_amount_that_is_no_number_of_cents_is_refused(amount: str, world: World) -> None:
    answer = world.http.get(f"{API}/customers/dana/limits", params={"amount": amount})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


def test_nobody_has_no_limits(world: World) -> None:
    answer = world.http.get(f"{API}/customers/nobody/limits")

    assert (answer.status_code, answer.json()["code"]) == (404, "account_unknown")


def test_a_verification_confirms_a_withdrawal_with_its_device(world: World) -> None:
    answer = withdraw(world, confirmed(world, 150_000 * DOLLAR), 150_000 * DOLLAR)

    withdrawal = answer.json()
    matches(withdrawal, "Withdrawal")
    assert answer.status_code == 201
    assert (withdrawal["state"], withdrawal["confirmed_by"]) == ("requested", "sms")
    (device,) = limits(world, "alice")["devices"]
    assert device["used_today"] == 150_000 * DOLLAR
    assert device["remaining"] == 50_000 * DOLLAR
    assert device["window_frees_at"] is not None


def test_a11_a_login_confirms_nothing_without_a_step_up(world: World) -> None:
    login = logged_in(world)

    for body in ({"verification": login}, {"login": login}, {"verification": "unknown"}):
        answer = world.http.post(f"{API}/withdrawals", {**body, "amount": 1})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_verified")


def test_a_verification_that_is_not_given_confirms_nothing(world: World) -> None:
    opened = open_step_up(world, logged_in(world), "withdrawal", {"amount": 1}).json()

    assert withdraw(world, opened["verification"], 1).status_code == 403


def test_a_verification_of_ten_minutes_ago_confirms_nothing(world: World) -> None:
    verification = confirmed(world, 1)
    world.http.advance(601)

    assert withdraw(world, verification, 1).status_code == 403


def test_a10_a_verification_confirms_its_amount_and_once(world: World) -> None:
    verification = confirmed(world, 500)

    other, exactly = withdraw(world, verification, 501), withdraw(world, verification, 500)
    again = withdraw(world, verification, 500)

    assert [each.status_code for each in (other, exactly, again)] == [403, 201, 403]


def test_a_customer_without_a_device_withdraws_by_the_login(own_world: World) -> None:
    with own_world.core.units.write() as unit:
        never_had_one = delete(factors).where(factors.c.customer_id == "customer-alice")
        unit.session.execute(never_had_one)  # type: ignore[attr-defined]
    login = LoginScreen.of(own_world.http, "alice")

    body = {"login": login.id, "amount": 50_000 * DOLLAR}
    answer = own_world.http.post(f"{API}/withdrawals", body)

    assert (answer.status_code, answer.json()["confirmed_by"]) == (201, None)


def test_a_cent_more_than_the_limit_is_refused_with_what_is_left(world: World) -> None:
    login = logged_in(world)
    too_much = confirmed(world, 200_000 * DOLLAR + 1, login=login)

    refused = withdraw(world, too_much, 200_000 * DOLLAR + 1)
    exactly = withdraw(world, confirmed(world, 200_000 * DOLLAR, login=login), 200_000 * DOLLAR)

    body = refused.json()
    matches(body, "Problem")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (refused.status_code, body["code"], body["kind"]) == (409, "over_limit", "sms")
    assert (body["day"], body["window"]) == (200_000 * DOLLAR, 600_000 * DOLLAR)
    assert (body["remaining"], body["offers"]) == (200_000 * DOLLAR, [])
    assert "USD 200,000" in body["detail"]
    assert exactly.status_code == 201


@pytest.mark.parametrize("amount", [0, -1, True, 1.5, "100", None, 10**13 + 1, 10**30, [], {}])
def test_only_a_number_of_cents_can_be_withdrawn(amount: Any, world: World) -> None:
    answer = withdraw(world, "any", amount)

    assert (answer.status_code, answer.json()["code"]) == (422, "amount_invalid")


def test_the_same_key_makes_one_withdrawal(world: World) -> None:
    verification = confirmed(world, 5)

    answers = [withdraw(world, verification, 5, "my-key") for _ in range(3)]
    other = withdraw(world, verification, 6, "my-key")

    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.text for each in answers}) == 1
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert limits(world, "alice")["devices"][0]["used_today"] == 5


@pytest.mark.parametrize("key", ["", "x" * 65, "ключ"])
def test_a_key_that_cannot_be_kept_is_refused(key: str, world: World) -> None:
    answer = world.client.post(
        f"{API}/withdrawals",
        data=json.dumps({"verification": "any", "amount": 5}),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )

    assert answer.status_code == 422


def test_a_cancelled_withdrawal_is_free_again_once(world: World) -> None:
    verification = confirmed(world, 200_000 * DOLLAR)
    withdrawal = withdraw(world, verification, 200_000 * DOLLAR).json()["withdrawal"]

    answers = [world.http.post(f"{API}/withdrawals/{withdrawal}/cancel", {}) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]
    assert {each.json()["state"] for each in answers} == {"cancelled"}
    assert limits(world, "alice")["devices"][0]["remaining"] == 200_000 * DOLLAR


def test_what_was_paid_out_cannot_be_cancelled(world: World) -> None:
    withdrawal = withdraw(world, confirmed(world, 5), 5).json()["withdrawal"]
    path, key = f"{API}/withdrawals/{withdrawal}", {"X-API-Key": DEMO_AGENT_KEY}
    paid = world.http.post(f"{path}/execute", {}, headers=key)

    answer = world.http.post(f"{path}/cancel", {})
    returned = world.http.post(f"{path}/fail", {}, headers=key)

    assert (paid.status_code, paid.json()["state"]) == (200, "executed")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert returned.json()["state"] == "failed"


@pytest.mark.parametrize("step", ["execute", "fail"])
def test_only_the_back_office_says_what_became_of_a_withdrawal(world: World, step: str) -> None:
    answer = world.http.post(f"{API}/withdrawals/any/{step}", {})

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_a_withdrawal_that_never_was_is_unknown(world: World) -> None:
    answer = world.http.post(f"{API}/withdrawals/nothing/cancel", {})

    assert (answer.status_code, answer.json()["code"]) == (404, "withdrawal_unknown")


@pytest.fixture(scope="module")
def production() -> Iterator[World]:
    """Give a world in production."""
    world = World(**PRODUCTION)
    yield world
    world.close()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/customers/alice/limits"),
        ("POST", "/withdrawals"),
        ("POST", "/withdrawals/any/cancel"),
    ],
)
def test_in_production_every_call_needs_the_key(method: str, path: str, production: World) -> None:
    def called(**headers: str) -> TestResponse:
        return production.client.open(API + path, method=method, json={}, headers=headers)

    without, wrong = called(), called(**{"X-API-Key": "another"})
    right = called(**{"X-API-Key": KEY})

    assert (without.status_code, wrong.status_code) == (401, 401)
    assert without.get_json()["code"] == "api_key"
    assert right.status_code in {404, 422}


def test_gita_and_hugo_are_one_person_with_two_accounts(world: World) -> None:
    withdraw(world, confirmed(world, 100 * DOLLAR, "hugo"), 100 * DOLLAR)

    assert limits(world, "gita")["devices"][0]["used_today"] == 0
