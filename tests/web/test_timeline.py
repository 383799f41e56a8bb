"""A customer's timeline over HTTP, for keys with the scope `audit`."""

from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from sls.domain.audit import AuditKind
from sls.services.auditing import record
from sls.settings import DEMO_AGENT_KEY
from tests.world import World
from web.description import read_description

KEY = {"X-API-Key": DEMO_AGENT_KEY}
PATH = "/api/sls/v1/customers/{}/timeline"
OPENAPI = read_description()


def _timeline(world: World, username: str = "alice", **params: Any) -> list[dict[str, Any]]:
    answer = world.client.get(PATH.format(username), query_string=params, headers=KEY)
    assert answer.status_code == 200, answer.text
    wanted = {**OPENAPI["components"]["schemas"]["Timeline"], "components": OPENAPI["components"]}
    OAS31Validator(wanted).validate(answer.get_json())
    found: list[dict[str, Any]] = answer.get_json()["entries"]
    return found


def _records(world: World, kind: AuditKind, **data: Any) -> None:
    with world.core.units.write() as unit:
        now = world.core.clock.now()
        record(unit, kind, now, customer="customer-alice", subject="login", **data)


def test_a_timeline_tells_what_happened_newest_first(world: World) -> None:
    _records(world, AuditKind.CODE_REQUESTED, channel="sms")
    _records(world, AuditKind.LOGIN_VERIFIED)

    newest, before = _timeline(world)[:2]

    assert (newest["kind"], before["kind"]) == ("LoginVerified", "CodeRequested")
    assert before["data"] == {"channel": "sms"}
    assert newest["subject"] == before["subject"] != "login"


def test_a_timeline_is_read_in_pages_and_the_look_is_on_it(world: World) -> None:
    _records(world, AuditKind.CODE_REQUESTED)
    (newest,) = _timeline(world, limit=1)

    (looked,) = _timeline(world, limit=1)
    older = _timeline(world, before=newest["seq"])

    assert (looked["kind"], looked["actor"]) == ("TimelineViewed", "key:demo-desk")
    assert all(each["seq"] < newest["seq"] for each in older)


def test_an_unknown_customer_has_none(world: World) -> None:
    answer = world.client.get(PATH.format("nobody"), headers=KEY)

    assert (answer.status_code, answer.get_json()["code"]) == (404, "account_unknown")


@pytest.mark.parametrize(
    "query", ["before=0", "before=-1", "before=x", "limit=0", "limit=1.5", "before=" + "9" * 20]
)
def test_what_is_no_number_is_refused(query: str, world: World) -> None:
    answer = world.client.get(f"{PATH.format('alice')}?{query}", headers=KEY)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "bad_request")
