"""The control contract: phones to answer, messages to read, a clock to move, a reset."""

import math
import re
from collections.abc import Sequence
from typing import Any, Protocol

from flask import Blueprint, Response, jsonify, request

from standin.calls import Greeting
from standin.devices import DeviceRefusal, Devices
from standin.exchange import Exchange
from standin.numbers import from_address
from standin.phones import rfc3339
from standin.ports import Demonstration
from standin.refusals import Problem
from standin.switchboard import Switchboard

KEYS = re.compile(r"[0-9*#]{1,64}")
LONGEST_SPEECH = 1000
USUAL_CONFIDENCE = 0.9
LONGEST_ADVANCE_SECONDS = 10 * 366 * 24 * 3600
LARGEST_NUMBER = 1e15
LONGEST_GREETING_SECONDS = 60
PHONE = "/standin/phones/<number>"


class Part(Protocol):
    """Something of the stand-in that a reset of the demo puts back as new."""

    def reset(self) -> None:
        """Put it back."""


def register_phones(blueprint: Blueprint, exchange: Exchange, switchboard: Switchboard) -> None:
    """Serve what a person can do with a phone."""
    actions = {
        "answer": switchboard.answer,
        "reject": switchboard.reject,
        "busy": switchboard.be_busy,
        "hangup": switchboard.hang_up,
    }

    @blueprint.get("/standin/phones")
    def list_phones() -> Response:
        with exchange.changed:
            return jsonify([phone.as_json() for phone in exchange.phones.values()])

    @blueprint.post(f"{PHONE}/<any(answer, reject, busy, hangup):action>")
    def act(number: str, action: str) -> dict[str, Any]:
        return actions[action](from_address(number))

    @blueprint.post(f"{PHONE}/voicemail")
    def let_machine_answer(number: str) -> dict[str, Any]:
        return switchboard.let_machine_answer(from_address(number), read_greeting(_body()))

    @blueprint.get(f"{PHONE}/log")
    def log(number: str) -> Response:
        with exchange.changed:
            entries = exchange.phone(from_address(number)).entries
            return jsonify([entry.as_json() for entry in entries])


def register_talking(blueprint: Blueprint, switchboard: Switchboard) -> None:
    """Serve keys, words and calls to our line."""

    @blueprint.post(f"{PHONE}/press")
    def press(number: str) -> dict[str, Any]:
        digits = _body().get("digits")
        if not isinstance(digits, str) or not KEYS.fullmatch(digits):
            raise Problem(422, "digits_invalid")
        return switchboard.press(from_address(number), digits)

    @blueprint.post(f"{PHONE}/say")
    def say(number: str) -> dict[str, Any]:
        text, confidence = read_speech(_body())
        return switchboard.say(from_address(number), text, confidence)

    @blueprint.post(f"{PHONE}/call")
    def call(number: str) -> dict[str, Any]:
        return switchboard.call_us(from_address(number), request.host_url)


def register_demo(
    blueprint: Blueprint,
    exchange: Exchange,
    switchboard: Switchboard,
    demonstration: Demonstration,
    parts: Sequence[Part],
) -> None:
    """Serve the inboxes, the clock, the cast and the reset."""

    @blueprint.get("/standin/messages")
    def show_inbox() -> Response:
        number = from_address(request.args.get("to", ""))
        with exchange.changed:
            messages = list(exchange.messages.values())
        return jsonify([item.as_json() for item in messages if number in ("", item.recipient)])

    @blueprint.post("/standin/clock")
    def advance() -> dict[str, Any]:
        demonstration.advance(read_advance(_body()))
        return {"now": rfc3339(demonstration.now())}

    @blueprint.post("/standin/reset")
    def reset() -> dict[str, Any]:
        for part in parts:
            part.reset()
        return {"now": rfc3339(switchboard.reset())}

    @blueprint.get("/standin/cast")
    def cast() -> Response:
        return jsonify(demonstration.cast())


def register_devices(blueprint: Blueprint, demonstration: Demonstration, devices: Devices) -> None:
    """Serve the cast's cards and phone apps: a challenge in, a response out."""

    @blueprint.post("/standin/devices/<username>/<kind>")
    def respond(username: str, kind: str) -> dict[str, str]:
        body = _body()
        cast = {member["username"]: member for member in demonstration.cast()}
        if username not in cast:
            raise Problem(404, "device_unknown")
        challenge, pin = body.get("challenge", ""), body.get("pin")
        try:
            return {"response": devices.answer(cast[username], kind, challenge, pin)}
        except DeviceRefusal as refusal:
            raise Problem(422, str(refusal)) from refusal


def answer_problems(blueprint: Blueprint) -> None:
    """Let every problem of a view become application/problem+json."""

    @blueprint.errorhandler(Problem)
    def refuse(problem: Problem) -> Response:
        answer = jsonify(problem.body())
        answer.status_code = problem.status
        answer.mimetype = "application/problem+json"
        return answer


def read_speech(body: dict[str, Any]) -> tuple[str, float]:
    """Read what was said, and how sure the recogniser is.

    Raises: Problem.
    """
    text, confidence = body.get("text"), _number(body.get("confidence", USUAL_CONFIDENCE))
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_SPEECH:
        raise Problem(422, "text_invalid")
    if not 0 <= confidence <= 1:
        raise Problem(422, "confidence_invalid")
    return text.strip(), confidence


def read_greeting(body: dict[str, Any]) -> Greeting:
    """Read what an answering machine plays.

    Raises: Problem.
    """
    keys, seconds = body.get("keys", ""), _number(body.get("seconds", Greeting.seconds))
    if not isinstance(keys, str) or (keys and not KEYS.fullmatch(keys)):
        raise Problem(422, "digits_invalid")
    if not 0 <= seconds <= LONGEST_GREETING_SECONDS:
        raise Problem(422, "seconds_invalid")
    return Greeting(seconds, keys)


def read_advance(body: dict[str, Any]) -> float:
    """Read by how much the demo clock moves.

    Raises: Problem.
    """
    seconds = _number(body.get("advance_seconds"))
    if not 0 <= seconds <= LONGEST_ADVANCE_SECONDS:
        raise Problem(422, "advance_seconds_invalid")
    return seconds


def _number(value: object) -> float:
    """Read a JSON number; anything else becomes NaN, which no limit lets through."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return math.nan
    return float(value) if abs(value) < LARGEST_NUMBER else math.nan


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}
