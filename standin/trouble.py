"""The control contract for trouble: fault switches, the trace of a call, and STOP by message."""

from typing import Any

from flask import Blueprint, request

from standin.calls import Call, Reporting, Step
from standin.exchange import Exchange
from standin.faults import Faults
from standin.messaging import Messaging
from standin.numbers import from_address
from standin.phones import Message, rfc3339
from standin.ports import Texts
from standin.refusals import Problem

# The words that Twilio itself obeys; whatever else is written to the line goes to nobody here.
STOPPING = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
STARTING = frozenset({"START", "YES", "UNSTOP"})
LONGEST_TEXT = 1600


def register_faults(blueprint: Blueprint, faults: Faults) -> None:
    """Serve the switches."""

    @blueprint.get("/standin/faults")
    def show_faults() -> dict[str, Any]:
        return faults.as_json()

    @blueprint.post("/standin/faults")
    def change_faults() -> dict[str, Any]:
        wanted = request.get_json(silent=True)
        if not isinstance(wanted, dict):
            raise Problem(422, "switch_unknown")
        faults.change(wanted)
        return faults.as_json()

    @blueprint.delete("/standin/faults")
    def clear_faults() -> dict[str, Any]:
        faults.clear()
        return faults.as_json()


def register_traces(blueprint: Blueprint, exchange: Exchange) -> None:
    """Serve what happened in one call, step by step."""

    @blueprint.get("/standin/calls/<sid>/trace")
    def show_trace(sid: str) -> dict[str, Any]:
        with exchange.changed:
            call = exchange.calls.get(sid)
        if call is None:
            raise Problem(404, "call_unknown")
        return trace(call)


def register_texting(
    blueprint: Blueprint, exchange: Exchange, messaging: Messaging, texts: Texts, account_sid: str
) -> None:
    """Serve messages that a person writes to our line."""

    @blueprint.post("/standin/phones/<number>/text")
    def write(number: str) -> dict[str, Any]:
        body = request.get_json(silent=True)
        text = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT:
            raise Problem(422, "text_invalid")
        with exchange.changed:
            phone = exchange.phone(from_address(number))
            pair = (phone.number, exchange.line)
        word = text.strip().upper()
        if word in STOPPING:
            answer = texts.text(phone.language, "standin.sms.stopped")
            exchange.stopped.add(pair)
        elif word in STARTING:
            answer = texts.text(phone.language, "standin.sms.started")
            exchange.stopped.discard(pair)
        else:
            return phone.as_json()
        reply = Message(account_sid, exchange.line, phone.number, answer, exchange.now())
        messaging.deliver(reply, Reporting())
        return phone.as_json()


def trace(call: Call) -> dict[str, Any]:
    """Write down the steps of a call."""
    return {
        "call": call.sid,
        "direction": call.direction,
        "status": call.status,
        "queue_milliseconds": call.queue_milliseconds,
        "answered_by": call.answered_by,
        "steps": [as_json(step) for step in list(call.steps)],
    }


def as_json(step: Step) -> dict[str, Any]:
    """Write one step."""
    return {"at": rfc3339(step.at), "kind": step.kind, **step.data}
