"""Callbacks for help over HTTP (docs/api.md)."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from openapi_schema_validator import OAS31Validator

from sls.settings import DEMO_AGENT_KEY
from tests.world import World
from web.description import read_description

API = "/api/sls/v1/callbacks"
AGENT = {"X-API-Key": DEMO_AGENT_KEY}
CALLBACK = read_description()["components"]["schemas"]["Callback"]


@pytest.fixture(scope="module")
def open_world():
    """Give an instance whose people are always there."""
    world = World(BUSINESS_HOURS="UTC mon-sun 00:00-24:00")
    yield world
    world.close()


@pytest.fixture
def world(open_world: World) -> World:
    """Give it as new."""
    open_world.reset()
    return open_world


def ask(world: World, username: str = "alice", **body: Any) -> requests.Response:
    """Ask for a call in an agent's name."""
    return world.http.post(API, {"username": username, **body}, headers=AGENT)


def test_an_agent_asks_for_a_call_at_once_and_it_rings(world):
    answer = ask(world)

    assert answer.status_code == 201
    OAS31Validator(CALLBACK).validate(answer.json())
    assert answer.json()["to"] == "+1 ••• 0101"
    world.core.ringing_back.look_after()
    seen = world.http.get(f"{API}/{answer.json()['callback']}", headers=AGENT).json()
    assert (seen["state"], seen["calls"]) == ("calling", 1)


def test_there_is_one_open_request(world):
    ask(world)

    again = ask(world)

    assert again.status_code == 409
    assert (again.json()["code"], again.json()["reason"]) == ("callback_refused", "open_already")


def test_it_is_taken_back_once(world):
    address = f"{API}/{ask(world).json()['callback']}"
    cancel = f"{world.base_url}{address}"

    first = world.http.session.delete(cancel, headers=AGENT, timeout=10)
    second = world.http.session.delete(cancel, headers=AGENT, timeout=10)

    assert (first.status_code, second.status_code) == (204, 409)
    assert world.http.get(address, headers=AGENT).json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"username": "nobody"}, 404, "account_unknown"),
        ({"username": "fang"}, 409, "callback_refused"),
        ({"username": "kara"}, 409, "callback_refused"),
        ({"at": "tomorrow"}, 422, "bad_request"),
        ({"at": "2026-11-23T14:00:00"}, 422, "bad_request"),
        ({"at": "2001-01-01T00:00:00Z"}, 409, "callback_refused"),
        ({"language": "fr"}, 422, "bad_request"),
        ({"language": 5}, 422, "bad_request"),
        ({"language": ["en"]}, 422, "bad_request"),
    ],
)
def test_what_cannot_be_asked_for(world, body, status, code):
    answer = ask(world, **{"username": "alice", **body})

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_time_is_kept(world):
    at = world.core.clock.now() + timedelta(hours=2)

    answer = ask(world, at=at.isoformat(), language="zh_CN")

    assert answer.status_code == 201
    assert answer.json()["at"][:16] == at.isoformat()[:16]


def test_what_nobody_asked_for_is_unknown(world):
    answer = world.http.get(f"{API}/none", headers=AGENT)

    assert (answer.status_code, answer.json()["code"]) == (404, "callback_unknown")


def test_a_login_screen_may_not_ask_for_calls(world):
    answer = world.http.post(API, {"username": "alice"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"
