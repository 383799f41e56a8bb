"""Steps up over HTTP, as most tests need them: a login, and a verification that was given."""

from typing import Any

import requests
from openapi_schema_validator import OAS31Validator

from tests.people import LoginScreen
from tests.web.test_logins import code_of
from tests.world import World
from web.description import read_description

API = "/api/sls/v1"
PIN = "4826"


def matches(found: Any, schema: str) -> None:
    """Hold an answer to its description."""
    openapi = read_description()
    wanted = {**openapi["components"]["schemas"][schema], "components": openapi["components"]}
    OAS31Validator(wanted).validate(found)


def shown(world: World, username: str, kind: str, challenge: Any, pin: str = PIN) -> str:
    """Return what a device of the cast shows."""
    asked = challenge["cells"] if isinstance(challenge, dict) else challenge
    body = {"challenge": asked, "pin": pin}
    answer = world.http.post(f"/standin/devices/{username}/{kind}", body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["response"])


def logged_in(world: World, username: str = "alice", kind: str = "sms") -> str:
    """Log in with a device or a code by text message, and return the login."""
    login = LoginScreen.of(world.http, username)
    asked = login.post("factor", {"factor": f"factor-{username}-{kind}"}).json()
    if kind == "sms":
        assert login.ask_for("sms").status_code == 202
        response = code_of(world, username)
    else:
        response = shown(world, username, kind, asked["challenge"])
    assert login.verify(response).status_code == 200
    return login.id


def open_step_up(world: World, login: str, task: str, details: Any = None) -> requests.Response:
    """Open a verification."""
    body = {"login": login, "task": task, "details": details}
    return world.http.post(f"{API}/verifications", body)


def given(
    world: World, username: str, kind: str, login: str, task: str, details: Any = None
) -> str:
    """Give a verification with a device or a code by text message, and return it."""
    opened = open_step_up(world, login, task, details)
    assert opened.status_code == 201, opened.text
    verification = str(opened.json()["verification"])
    path = f"{API}/verifications/{verification}"
    asked = world.http.post(f"{path}/factor", {"factor": f"factor-{username}-{kind}"}).json()
    if kind == "sms":
        assert world.http.post(f"{path}/code", {"channel": "sms"}).status_code == 202
        response = code_of(world, username)
    else:
        response = shown(world, username, kind, asked["challenge"])
    answer = world.http.post(f"{path}/verify", {"response": response})
    assert answer.status_code == 200, answer.text
    return verification
