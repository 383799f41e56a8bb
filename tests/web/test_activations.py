"""Activating IB Key over HTTP: on the same phone, on a new one, and for one user more."""

import json
import logging
from typing import Any

import pytest
import requests

from sls.domain.challenges import SUITES
from sls.domain.factors import FactorKind
from sls.domain.ocra import respond
from tests.people import NUMBERS, LoginScreen
from tests.web.steps_up import API, PIN, matches, shown
from tests.web.test_api_key import KEY, PRODUCTION
from tests.web.test_log_hygiene import ACCESS_LOGGERS, CHATTY_AT_DEBUG, found_in, told
from tests.web.test_logins import code_of
from tests.world import World

NEW_PHONE, CHENS_PHONE, NEW_PIN = "install-new", "demo-phone-chen", "Xk7!"
BAOS_NUMBER = "+85251230102"


def starts(
    world: World, username: str, kind: str, install: str = NEW_PHONE, **other: Any
) -> requests.Response:
    """Enter name and password in the app and begin to activate IB Key."""
    login = LoginScreen.of(world.http, username)
    body = {"login": login.id, "kind": kind, "install": install, **other}
    return world.http.post(f"{API}/activations", body)


def activates(
    world: World, started: requests.Response, code: Any, install: str = NEW_PHONE, **other: Any
) -> requests.Response:
    """Type the code in the app."""
    activation = started.json()["activation"]
    body = {"install": install, "code": code, **other}
    return world.http.post(f"{API}/activations/{activation}/activate", body)


def logs_in_with(world: World, username: str, activated: dict[str, Any], pin: str | None) -> int:
    """Log in with the new device, and return the status of its response."""
    login = LoginScreen.of(world.http, username)
    asked = login.post("factor", {"factor": activated["factor"]["id"]}).json()
    kind, key = FactorKind(activated["factor"]["kind"]), bytes.fromhex(activated["device_key"])
    return login.verify(respond(SUITES[kind], key, asked["challenge"], pin, 0)).status_code


def devices(world: World, username: str) -> list[dict[str, Any]]:
    """Return the devices that a customer is shown."""
    login = LoginScreen.of(world.http, username).id
    answer = world.http.get(f"{API}/customers/{username}/devices", params={"login": login})
    assert answer.status_code == 200, answer.text
    matches(answer.json(), "Devices")
    found: list[dict[str, Any]] = answer.json()["devices"]
    return found


def test_chen_moves_ib_key_to_a_new_phone(world: World) -> None:
    """F49, F50, G57, G58: only the number is needed, and the old phone is out."""
    started = starts(world, "chen", "android")
    matches(started.json(), "Activation")
    assert started.status_code == 201
    assert (started.json()["to"], started.json()["pin"]) == ("+65 ••• 0103", "new")

    activated = activates(world, started, code_of(world, "chen"), pin=NEW_PIN)

    assert activated.status_code == 200, activated.text
    matches(activated.json(), "Activated")
    assert logs_in_with(world, "chen", activated.json(), NEW_PIN) == 200
    (only,) = devices(world, "chen")
    assert only["id"] == activated.json()["factor"]["id"]
    assert only["state"] == "active"


def test_a30_the_old_phone_is_dead_at_once(world: World) -> None:
    login = LoginScreen.of(world.http, "chen")
    asked = login.post("factor", {"factor": "factor-chen-ib_key_android"}).json()
    started = starts(world, "chen", "android")

    assert activates(world, started, code_of(world, "chen"), pin=NEW_PIN).status_code == 200

    response = shown(world, "chen", "ib_key_android", asked["challenge"])
    assert login.verify(response).status_code == 403


def test_chen_reactivates_on_the_same_phone_with_the_old_pin(world: World) -> None:
    """G57: the same Android phone needs its PIN and the number."""
    started = starts(world, "chen", "android", CHENS_PHONE)
    assert started.json()["pin"] == "existing"
    code = code_of(world, "chen")

    assert activates(world, started, code, CHENS_PHONE, pin="9999").status_code == 403
    assert activates(world, started, code, CHENS_PHONE, pin=PIN).status_code == 200


def test_bao_is_asked_for_his_dsc_plus_and_gets_no_message(world: World) -> None:
    started = starts(world, "bao", "ios")
    shape = started.json()
    matches(shape, "Activation")
    assert (shape["proof"], shape["to"], shape["device"]["kind"]) == ("device", None, "dsc_plus")
    world.work()
    assert world.http.inbox(BAOS_NUMBER) == []

    response = shown(world, "bao", "dsc_plus", shape["challenge"])
    activated = activates(world, started, response)

    assert activated.status_code == 200
    assert logs_in_with(world, "bao", activated.json(), None) == 200
    assert sorted(each["kind"] for each in devices(world, "bao")) == ["dsc_plus", "ib_key_ios"]


def test_alice_activates_and_sms_ends_and_her_number_is_told(world: World) -> None:
    """C5 and A6."""
    started = starts(world, "alice", "ios")

    assert activates(world, started, code_of(world, "alice")).status_code == 200

    assert [each["kind"] for each in devices(world, "alice")] == ["ib_key_ios"]
    world.work()
    texts = [message["text"] for message in world.http.inbox(NUMBERS["alice"])]
    assert any("IB Key was activated" in text for text in texts)


def test_f41_hugo_is_added_to_chens_phone(world: World) -> None:
    started = starts(world, "hugo", "android", CHENS_PHONE, add_user=True)
    assert (started.json()["to"], started.json()["pin"]) == ("+44 ••• 0107", "existing")

    activated = activates(world, started, code_of(world, "hugo"), CHENS_PHONE, pin=PIN)

    assert logs_in_with(world, "hugo", activated.json(), PIN) == 200
    assert [each["kind"] for each in devices(world, "chen")] == ["ib_key_android"]


def test_f41_nobody_is_added_where_ib_key_is_not_active(world: World) -> None:
    refused = starts(world, "hugo", "android", add_user=True)

    assert (refused.status_code, refused.json()["code"]) == (409, "app_not_active")


@pytest.mark.parametrize("pin", ["123", "1234", "2020"])
def test_a29_a_weak_pin_is_refused_with_its_reason(world: World, pin: str) -> None:
    started = starts(world, "chen", "android")

    refused = activates(world, started, code_of(world, "chen"), pin=pin)

    assert (refused.status_code, refused.json()["code"]) == (422, "pin_refused")
    assert refused.json()["reason"]
    matches(refused.json(), "Problem")


def test_a19_kara_waits_for_her_number_to_cool_off(world: World) -> None:
    refused = starts(world, "kara", "ios")

    assert (refused.status_code, refused.json()["code"]) == (409, "channel_unavailable")
    assert refused.json()["reason"] == "number_changed"


def test_asked_again_at_once_it_is_told_when_to_come_back(world: World) -> None:
    starts(world, "chen", "android")

    again = starts(world, "chen", "android")

    assert (again.status_code, again.json()["code"]) == (429, "resend_too_soon")
    assert 0 < int(again.headers["Retry-After"]) <= 30


@pytest.mark.parametrize("code", ["000000", "", None, 123456, "０" * 6, "1" * 1000])
def test_a8_whatever_is_wrong_is_one_answer(world: World, code: Any) -> None:
    started = starts(world, "chen", "android")
    unknown = world.http.post(f"{API}/activations/no-such/activate", {"install": "x", "code": "1"})

    refused = activates(world, started, code, pin=NEW_PIN)

    assert refused.status_code == unknown.status_code == 403
    assert refused.json() == unknown.json()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"login": "x", "kind": "windows", "install": "i"},
        {"login": "x", "kind": "ios"},
        {"login": "x", "kind": "ios", "install": ""},
        {"login": "x", "kind": "ios", "install": "i" * 129},
        {"login": "x", "kind": "ios", "install": "i\0"},
        {"login": 7, "kind": "ios", "install": "i"},
        {"login": "x", "kind": "ios", "install": "i", "add_user": "yes"},
    ],
)
def test_a_body_of_another_form_is_refused(world: World, body: Any) -> None:
    assert world.http.post(f"{API}/activations", body).json()["code"] == "bad_request"


def test_an_unknown_login_starts_nothing(world: World) -> None:
    body = {"login": "no-such", "kind": "ios", "install": "i"}

    assert world.http.post(f"{API}/activations", body).json()["code"] == "login_unknown"


def test_the_key_is_told_once_also_with_an_idempotency_key(world: World) -> None:
    started = starts(world, "chen", "android").json()["activation"]
    body = {"install": NEW_PHONE, "code": code_of(world, "chen"), "pin": NEW_PIN}
    path, headers = f"{API}/activations/{started}/activate", {"Idempotency-Key": "once"}

    first = world.http.post(path, body, headers=headers)
    second = world.http.post(path, body, headers=headers)

    assert first.status_code == 200
    assert "device_key" not in json.dumps(second.json())


def test_no_answer_may_be_kept_by_a_cache(world: World) -> None:
    assert starts(world, "chen", "android").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/activations"),
        ("post", "/activations/x/activate"),
        ("post", "/number-changes"),
        ("get", "/customers/alice/devices?login=x"),
    ],
)
def test_in_production_a_key_is_needed(method: str, path: str) -> None:
    world = World(**PRODUCTION)
    try:
        ask = getattr(world.client, method)
        assert ask(f"{API}{path}", json={}).status_code == 401
        allowed = ask(f"{API}{path}", json={}, headers={"X-API-Key": KEY})
        assert allowed.status_code in {403, 404, 422}
    finally:
        world.close()


def test_a34_no_log_tells_a_code_a_pin_or_a_key(
    own_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    started = starts(own_world, "chen", "android")
    code = code_of(own_world, "chen")
    activates(own_world, started, "135792", pin="wrong7")

    activated = activates(own_world, started, code, pin=NEW_PIN).json()

    ours = [each for each in caplog.records if not each.name.startswith(CHATTY_AT_DEBUG)]
    secrets = {code, "135792", "wrong7", NEW_PIN, activated["device_key"], NUMBERS["chen"]}
    access = [each for each in ours if each.name in ACCESS_LOGGERS]
    assert access
    assert found_in(told(access), secrets - {NUMBERS["chen"]}) == set()
    assert found_in(told(each for each in ours if each not in access), secrets) == set()
