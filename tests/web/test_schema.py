"""Whatever the API's own description allows or forbids, every answer is one that it describes."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.people import Chat, LoginScreen
from tests.postgresql import Server
from tests.web.test_api_key import KEY, PRODUCTION
from tests.world import World
from web.description import read_description

CHECKS = (status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "6"))
DESCRIPTION = schemathesis.openapi.from_dict(read_description())
OPERATIONS = {found.ok().label: found.ok() for found in DESCRIPTION.get_all_operations()}
# An open stream never ends; asked with `wait` it answers once.
STREAM = "GET /api/chat/events"
LISTENS_ONCE = {"after": 0, "wait": 0}


class Caller:
    """Calls operations of one world, on request with ids of things that are really there."""

    def __init__(self, world: World, headers: dict[str, str]) -> None:
        self._world = world
        self._headers = headers
        self._real: dict[str, str] = {}

    def knows_the_cast(self) -> None:
        """Open a login and a chat of members of the cast, to try deeper things on."""
        http = self._world.http
        self._headers["Authorization"] = Chat.open(http).headers["Authorization"]
        self._real = {
            "login": LoginScreen.of(http, "alice").id,
            "username": "alice",
            "password": "alice-demo-2fa",
            "factor": "factor-alice-sms",
        }

    def calls(self, case: Case, *, is_real: bool) -> None:
        """Call, and hold the answer to the description."""
        if is_real:
            self._fill(case)
        if case.operation.label == STREAM:
            case.query = LISTENS_ONCE
        case.headers = {**(case.headers or {}), **self._headers}
        if "X-API-Key" not in self._headers:
            case.headers.pop("X-API-Key", None)
        DESCRIPTION.app = self._world.app

        answer = case.call(app=self._world.app)

        documented = case.operation.definition.raw["responses"]
        assert answer.status_code < 500 or str(answer.status_code) in documented, answer.content
        case.validate_response(answer, checks=CHECKS)

    def _fill(self, case: Case) -> None:
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                part.update({name: self._real[name] for name in part if name in self._real})


@pytest.fixture(scope="module", params=["demo", "demo on PostgreSQL", "production with a key"])
def caller(request: pytest.FixtureRequest) -> Iterator[Caller]:
    """Give a caller of each kind of installation."""
    world = World(**_environment(request))
    caller = Caller(world, {})
    if request.param.startswith("demo"):
        caller.knows_the_cast()
    else:
        caller = Caller(world, {"X-API-Key": KEY})
    yield caller
    world.close()


def _environment(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "demo on PostgreSQL":
        server: Server = request.getfixturevalue("postgresql")
        return {"DATABASE_URL": server.url(server.create())}
    return PRODUCTION if request.param == "production with a key" else {}


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_one_that_the_description_knows(label: str, caller: Caller) -> None:
    operation: Any = OPERATIONS[label]
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(allowed | forbidden, st.booleans())
    def holds(case: Case, is_real: bool) -> None:
        caller.calls(case, is_real=is_real)

    holds()


@pytest.mark.parametrize("label", [each for each in OPERATIONS if "/api/sls/v1/" in each])
def test_that_a_key_is_needed_is_described_everywhere(label: str) -> None:
    assert "401" in OPERATIONS[label].definition.raw["responses"]
