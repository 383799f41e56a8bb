"""Requests of the official client and our answers, held against Twilio's own description."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sls.adapters.clock import SystemClock
from sls.adapters.twilio_gateway import TwilioGateway
from sls.domain.factors import Channel
from sls.ports import CallOrder, MessageOrder
from sls.settings import load_settings
from tests.standin.description import API, NAME, broken, faults, find, form_schema, reference
from tests.standin.world import ACCOUNT, ALICE, LINE, TOKEN, Person, World, eventually


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """Load Twilio's description of calls and messages."""
    found = find()
    if found is None:
        pytest.skip(f"Twilio's description ({NAME}) is not here; TWILIO_DESCRIPTION names it")
    return found


def list_schema(description: dict[str, Any], path: str) -> dict[str, Any]:
    """Find the schema of a list answer, with all paging fields required."""
    content = description["paths"][path]["get"]["responses"]["200"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    return {**schema, "required": sorted(schema["properties"]), "additionalProperties": False}


def answers(world: World) -> list[Any]:
    """Read all answers the official client was given."""
    return [json.loads(answer.text) for _, _, _, answer in world.twilio_http.exchanges]


def test_a_call_is_described_as_twilio_does_in_every_status(
    world: World, alice: Person, description: dict[str, Any]
) -> None:
    world.bot.says("start", "<Gather/>")
    call = world.call()
    alice.waits_to_be("ringing")
    world.status(call.sid)
    alice.does("answer")
    world.status(call.sid)
    world.twilio.calls(call.sid).update(status="completed")

    calls = answers(world)

    assert [item["status"] for item in calls] == ["queued", "ringing", "in-progress", "completed"]
    properties = description["components"]["schemas"]["api.v2010.account.call"]["properties"]
    for item in calls:
        assert faults(description, reference("api.v2010.account.call"), item) == []
        assert set(item) == set(properties)


def test_the_check_itself_finds_faults(description: dict[str, Any]) -> None:
    wrong = {"sid": "CA1", "status": "initiated"}

    assert len(faults(description, reference("api.v2010.account.call"), wrong)) >= 2


def test_a_message_is_described_as_twilio_does(world: World, description: dict[str, Any]) -> None:
    sent = world.twilio.messages.create(to=ALICE, from_=LINE, body="Hello")
    world.twilio.messages(sent.sid).fetch()

    properties = description["components"]["schemas"]["api.v2010.account.message"]["properties"]
    for item in answers(world):
        assert faults(description, reference("api.v2010.account.message"), item) == []
        assert set(item) == set(properties)


@pytest.mark.parametrize("resource", ["Calls", "Messages"])
def test_a_list_has_twilios_paging_fields(
    world: World, description: dict[str, Any], resource: str
) -> None:
    world.call()
    world.call()
    world.twilio.messages.create(to=ALICE, from_=LINE, body="Hello")
    listing = world.twilio.calls if resource == "Calls" else world.twilio.messages
    listing.list(page_size=1)

    schema = list_schema(description, f"{API}/{resource}.json")
    pages = [item for item in answers(world) if "first_page_uri" in item]
    assert pages
    assert [fault for page in pages for fault in faults(description, schema, page)] == []


def test_the_requests_we_accept_are_requests_twilio_accepts(
    world: World, alice: Person, description: dict[str, Any]
) -> None:
    call = world.call(
        timeout=20, time_limit=240, fallback_url=world.url("/bot/f"), call_reason="code"
    )
    alice.waits_to_be("ringing")
    world.twilio.calls(call.sid).update(status="canceled")
    world.twilio.messages.create(
        to=ALICE, from_=LINE, body="Hello", validity_period=120, status_callback=world.url("/bot/n")
    )
    forms = [(path, data) for method, path, data, _ in world.twilio_http.exchanges if data]

    paths = (f"{API}/Calls.json", f"{API}/Calls/{{Sid}}.json", f"{API}/Messages.json")
    assert len(forms) == len(paths)
    for path, (_, data) in zip(paths, forms, strict=True):
        assert faults(description, form_schema(description, path), data) == []


def test_moments_are_written_as_mail_does(world: World, alice: Person) -> None:
    call = world.call()
    alice.waits_to_be("ringing")
    alice.does("busy")
    eventually(lambda: world.status(call.sid) == "busy")

    last = answers(world)[-1]

    for name in ("date_created", "date_updated", "start_time", "end_time"):
        assert last[name].endswith(" +0000")
        assert last[name][3:5] == ", "


def test_what_the_product_asks_for_is_what_twilio_describes(
    world: World, alice: Person, description: dict[str, Any]
) -> None:
    settings = {
        "TWILIO_BASE_URL": world.base,
        "PUBLIC_BASE_URL": world.base,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": LINE,
    }
    gateway = TwilioGateway(load_settings(settings), SystemClock())
    gateway._client.http_client = world.twilio_http
    since = datetime.now(UTC) - timedelta(minutes=1)
    by = since + timedelta(minutes=2)

    placed = gateway.place_call(CallOrder("job-1", ALICE, by))
    sent = gateway.send_message(MessageOrder("job-2", ALICE, "Hello", timedelta(minutes=9), by))

    assert gateway.find(Channel.VOICE, ALICE, since) == [placed]
    assert gateway.find(Channel.SMS, ALICE, since) == [sent]
    assert [path.rpartition("/")[2] for _, path, *_ in world.twilio_http.exchanges] == [
        "Calls.json",
        "Messages.json",
        "Calls.json",
        "Messages.json",
    ]
    assert broken(description, world.twilio_http.exchanges) == []


def test_the_check_finds_a_parameter_that_twilio_does_not_know(
    description: dict[str, Any], world: World, alice: Person
) -> None:
    world.call()
    method, path, form, answer = world.twilio_http.exchanges[-1]

    found = broken(description, [(method, path, {**form, "Colour": "blue"}, answer)])

    assert len(found) == 1
    assert "Colour" in found[0]
