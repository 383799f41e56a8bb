"""Callers show their API key, and may do what its scopes say; the demo lets its own screen in."""

from collections.abc import Iterator

import pytest

from tests.world import World
from web.pacing import LOGINS_PER_ADDRESS

KEY = "the-key-of-one-login-screen"
DESK_KEY = "the-key-of-the-desk"
PRODUCTION = {
    "SLS_ENV": "production",
    "SLS_SECRET": "a secret of our own",
    "IDENTITY_SECRET": "another secret of our own, for the site",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "a token of our own",
    "TWILIO_FROM": "+12025550123",
    "PUBLIC_BASE_URL": "https://assistant.example",
    "API_KEYS": f"portal:login,withdraw,bind:{KEY} desk:agent,audit:{DESK_KEY}",
}
BODY = {"username": "alice", "password": "alice-demo-2fa", "platform": "ios"}
STEPS = {
    "/api/sls/v1/logins": BODY,
    "/api/sls/v1/logins/x/factor": {"factor": "x"},
    "/api/sls/v1/logins/x/code": {"channel": "sms"},
    "/api/sls/v1/logins/x/verify": {"response": "123456"},
}


@pytest.fixture(scope="module")
def production() -> Iterator[World]:
    """Give a world in production."""
    world = World(**PRODUCTION)
    yield world
    world.close()


@pytest.mark.parametrize("path", STEPS)
@pytest.mark.parametrize("shown", [None, "", "guess", KEY + " ", KEY[:-1], "Bearer " + KEY])
def test_without_the_key_nothing_is_told(path: str, shown: str | None, production: World) -> None:
    headers = {} if shown is None else {"X-API-Key": shown}

    answer = production.client.post(path, json=STEPS[path], headers=headers)

    assert (answer.status_code, answer.get_json()["code"]) == (401, "api_key")


def test_a_login_cannot_be_looked_at_without_the_key(production: World) -> None:
    answer = production.client.get("/api/sls/v1/logins/x")

    assert (answer.status_code, answer.get_json()["code"]) == (401, "api_key")


def test_with_the_key_the_api_answers(production: World) -> None:
    answer = production.client.post("/api/sls/v1/logins", json=BODY, headers={"X-API-Key": KEY})

    assert (answer.status_code, answer.get_json()["code"]) == (401, "login_refused")


def test_a6_one_customer_in_a_hurry_does_not_slow_the_others_of_the_same_screen(
    production: World,
) -> None:
    def starts(address: str) -> int:
        body = {**BODY, "client_address": address, "platform_version": "x", "platform": "tws"}
        headers = {"X-API-Key": KEY}
        return production.client.post("/api/sls/v1/logins", json=body, headers=headers).status_code

    hurried = [starts("203.0.113.9") for _ in range(LOGINS_PER_ADDRESS.burst + 10)]

    assert (hurried[0], hurried[-1]) == (422, 429)
    assert starts("203.0.113.10") == 422


def test_the_chat_needs_no_key(production: World) -> None:
    answer = production.client.post("/api/chat/sessions", json={})

    assert answer.status_code == 201


@pytest.mark.parametrize(
    "path",
    ["/standin", "/standin/cast", "/standin/phones", "/standin/messages", "/2010-04-01/Accounts"],
)
def test_production_has_no_standin(path: str, production: World) -> None:
    answer = production.client.get(path)

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/standin/reset", "/standin/clock"])
def test_production_cannot_be_reset(path: str, production: World) -> None:
    answer = production.client.post(path, json={"advance_seconds": 1})

    assert answer.status_code == 404


def test_production_has_no_demo_customers(production: World) -> None:
    with production.core.units.read() as unit:
        found = unit.customers.by_username("alice")

    assert found is None


def test_a_key_of_other_scopes_is_refused_by_name(production: World) -> None:
    answer = production.client.post(
        "/api/sls/v1/logins", json=BODY, headers={"X-API-Key": DESK_KEY}
    )

    assert (answer.status_code, answer.get_json()["code"]) == (403, "scope_missing")


def test_a_login_screen_cannot_read_the_record(production: World) -> None:
    answer = production.client.get(
        "/api/sls/v1/customers/alice/timeline", headers={"X-API-Key": KEY}
    )

    assert (answer.status_code, answer.get_json()["code"]) == (403, "scope_missing")


def test_the_demos_own_screen_cannot_do_what_only_staff_may(world: World) -> None:
    answer = world.client.get("/api/sls/v1/customers/alice/timeline")

    assert (answer.status_code, answer.get_json()["code"]) == (403, "scope_missing")


def test_a_wrong_key_is_refused_in_the_demo_too(world: World) -> None:
    answer = world.client.post("/api/sls/v1/logins", json=BODY, headers={"X-API-Key": "guess"})

    assert (answer.status_code, answer.get_json()["code"]) == (401, "api_key")
