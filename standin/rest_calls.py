"""Twilio's Calls resource."""

from datetime import datetime
from typing import Any, Literal, cast

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from standin.calls import (
    DEFAULT_RING_SECONDS,
    DEFAULT_TIME_LIMIT_SECONDS,
    Call,
    Detection,
    Instruction,
    Reporting,
)
from standin.exchange import Exchange
from standin.faults import Faults
from standin.geography import Geography
from standin.moments import matches
from standin.numbers import check_caller, formatted, from_address
from standin.refusals import TwilioRefusal
from standin.rest import API, address, guard, method, page, rfc2822, seconds
from standin.settings import StandinSettings
from standin.switchboard import Switchboard

LONGEST_RING_SECONDS = 600
LONGEST_TWIML = 4000
SUBRESOURCES = (
    "events",
    "notifications",
    "payments",
    "recordings",
    "siprec",
    "streams",
    "transcriptions",
    "user_defined_message_subscriptions",
    "user_defined_messages",
)

Form = MultiDict[str, str]


def register_calls(
    blueprint: Blueprint,
    exchange: Exchange,
    switchboard: Switchboard,
    geography: Geography,
    faults: Faults,
    settings: StandinSettings,
) -> None:
    """Serve the resource at Twilio's own paths."""
    guarded = guard(settings)

    @blueprint.post(f"{API}/Calls.json")
    @guarded
    def create_call() -> tuple[dict[str, Any], int]:
        call = read_call(request.form, settings.account_sid, exchange.now(), geography)
        answer = as_resource(call)
        with faults.around_creation():
            switchboard.place(call)
        return answer, 201

    @blueprint.get(f"{API}/Calls.json")
    @guarded
    def list_calls() -> dict[str, Any]:
        with exchange.changed:
            newest_first = [call for call in reversed(exchange.calls.values()) if wanted(call)]
            return page("calls", [as_resource(call) for call in newest_first])

    @blueprint.get(f"{API}/Calls/<sid>.json")
    @guarded
    def show_call(sid: str) -> dict[str, Any]:
        with exchange.changed:
            return as_resource(find(exchange, sid))

    @blueprint.post(f"{API}/Calls/<sid>.json")
    @guarded
    def update_call(sid: str) -> dict[str, Any]:
        with exchange.changed:
            call = find(exchange, sid)
        change(call, request.form, switchboard)
        with exchange.changed:
            return as_resource(call)


def find(exchange: Exchange, sid: str) -> Call:
    """Find a call by its sid.

    Raises: TwilioRefusal.
    """
    if sid not in exchange.calls:
        raise TwilioRefusal(20404, path=request.path)
    return exchange.calls[sid]


def read_call(form: Form, account_sid: str, now: datetime, geography: Geography) -> Call:
    """Make a call from the form of a create request.

    Raises: TwilioRefusal.
    """
    callee, caller = form.get("To", "").strip(), form.get("From", "").strip()
    if not callee:
        raise TwilioRefusal(21201)
    if not caller:
        raise TwilioRefusal(21213)
    geography.check("voice", callee)
    check_caller(caller)
    return Call(
        account_sid=account_sid,
        caller=caller,
        callee=callee,
        direction="outbound-api",
        created_at=now,
        instruction=_instruction(form),
        fallback=_fallback(form),
        reporting=_reporting(form),
        detection=_detection(form),
        ring_seconds=seconds(form, "Timeout", DEFAULT_RING_SECONDS, LONGEST_RING_SECONDS),
        limit_seconds=seconds(
            form, "TimeLimit", DEFAULT_TIME_LIMIT_SECONDS, DEFAULT_TIME_LIMIT_SECONDS
        ),
    )


def change(call: Call, form: Form, switchboard: Switchboard) -> None:
    """Carry out an update request.

    Raises: TwilioRefusal.
    """
    status = form.get("Status")
    if status is not None:
        if status not in {"completed", "canceled"}:
            raise TwilioRefusal(21223, value=status)
        switchboard.end(call, status)
    elif "Url" in form or "Twiml" in form:
        switchboard.redirect(call, _instruction(form))


def wanted(call: Call) -> bool:
    """Tell whether the list request at hand asks for this call."""
    query = request.args
    return (
        ("To" not in query or from_address(query["To"]) == call.callee)
        and ("From" not in query or from_address(query["From"]) == call.caller)
        and query.get("Status", call.status) == call.status
        and query.get("ParentCallSid", call.parent_sid) == call.parent_sid
        and matches(query, "StartTime", call.started_at)
        and matches(query, "EndTime", call.ended_at)
    )


def as_resource(call: Call) -> dict[str, Any]:
    """Write a call as Twilio does."""
    root = f"/2010-04-01/Accounts/{call.account_sid}/Calls/{call.sid}"
    empty = ("caller_name", "forwarded_from", "group_sid")
    return {
        **dict.fromkeys((*empty, "phone_number_sid", "price", "trunk_sid")),
        "account_sid": call.account_sid,
        "answered_by": call.answered_by,
        "api_version": "2010-04-01",
        "date_created": rfc2822(call.created_at),
        "date_updated": rfc2822(call.updated_at or call.created_at),
        "direction": call.direction,
        "duration": str(call.duration_seconds) if call.is_over else None,
        "end_time": rfc2822(call.ended_at),
        "from": call.caller,
        "from_formatted": formatted(call.caller),
        "parent_call_sid": call.parent_sid,
        "price_unit": "USD",
        "queue_time": str(call.queue_milliseconds),
        "sid": call.sid,
        "start_time": rfc2822(call.started_at),
        "status": call.status,
        "subresource_uris": {name: f"{root}/{_camel(name)}.json" for name in SUBRESOURCES},
        "to": call.callee,
        "to_formatted": formatted(call.callee),
        "uri": f"{root}.json",
    }


def _instruction(form: Form) -> Instruction:
    if "Url" in form:
        url = form["Url"]
        if not address(form, "Url", 21205):
            raise TwilioRefusal(21205, url=url)
        return Instruction(url, method(form, "Method"))
    twiml = form.get("Twiml")
    if not twiml:
        raise TwilioRefusal(21205, url="")
    if len(twiml) > LONGEST_TWIML:
        raise TwilioRefusal(21627)
    return Instruction(twiml=twiml)


def _fallback(form: Form) -> Instruction:
    return Instruction(address(form, "FallbackUrl", 21205), method(form, "FallbackMethod"))


def _reporting(form: Form) -> Reporting:
    events = frozenset(
        event for value in form.getlist("StatusCallbackEvent") for event in value.split()
    )
    return Reporting(
        address(form, "StatusCallback", 21609),
        method(form, "StatusCallbackMethod"),
        events or frozenset({"completed"}),
    )


def _detection(form: Form) -> Detection:
    mode = form.get("MachineDetection", "")
    if mode not in {"", "Enable", "DetectMessageEnd"}:
        raise TwilioRefusal(20001, parameter="MachineDetection")
    reporting = Reporting()
    if form.get("AsyncAmd") == "true":
        url = address(form, "AsyncAmdStatusCallback", 21609)
        reporting = Reporting(url, method(form, "AsyncAmdStatusCallbackMethod"))
    return Detection(cast("Literal['', 'Enable', 'DetectMessageEnd']", mode), reporting)


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
