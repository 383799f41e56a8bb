"""Changing a PIN over HTTP, and an agent's reset of one that is not known any more (F6 to F10)."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.errors import ChannelUnavailable
from sls.domain.scopes import Scope
from sls.domain.security_errors import PinRefused
from sls.services.changing_pins import PinRequest, StartedChange
from web.api_keys import needs, require_api_key
from web.factors import accepted, show_question
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import (
    channel_problem,
    json_body,
    optional_text,
    problem,
    wanted_language,
)
from web.problems import text_field as text
from web.times import rfc3339

# Longer than any PIN, so that a wrong one is told what is wrong with it.
MAX_PIN_LENGTH = 64


def create_pins(core: Core) -> Blueprint:
    """Return the API for Client Portal and the app, and for the desk."""
    api = Blueprint("pins", __name__, url_prefix="/api/sls/v1")
    changing = core.changing_pins
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)

    @api.post("/pins")
    def start() -> Response | tuple[Response, int]:
        try:
            started = changing.start(_pin_request(json_body()))
        except PinRefused as refusal:
            return _refused(core, refusal)
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)
        return jsonify(_started(started)), 201

    @api.post("/pins/<change_id>/code")
    def send_code(change_id: str) -> Response | tuple[Response, int]:
        try:
            return accepted(changing.request_code(change_id))
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)

    @api.post("/pins/<change_id>/verify")
    def verify(change_id: str) -> Response:
        response = json_body().get("response")
        # What is no text at all is as wrong as any other: the try is charged.
        changing.confirm(change_id, response if isinstance(response, str) else "")
        return jsonify(state="changed")

    @api.post("/customers/<username>/devices/<factor_id>/reset-pin")
    @needs(Scope.AGENT)
    def reset(username: str, factor_id: str) -> Response:
        agent = text(json_body(), "agent", 64)
        done = core.resetting_pins.force_reset(username, factor_id, agent)
        return jsonify(reset=done.id, at=rfc3339(done.reset_at))

    return api


def _pin_request(body: dict[str, Any]) -> PinRequest:
    return PinRequest(
        login_id=text(body, "login", 128),
        factor_id=text(body, "factor", 128),
        pin=text(body, "pin", MAX_PIN_LENGTH),
        again=text(body, "pin_again", MAX_PIN_LENGTH),
        verification_id=optional_text(body, "verification", 128),
        current_pin=optional_text(body, "current_pin", MAX_PIN_LENGTH),
    )


def _started(started: StartedChange) -> dict[str, Any]:
    return {
        "change": started.change.id,
        "state": started.change.state,
        "proof": "code" if started.challenge is None else "challenge",
        "challenge": show_question(started.factor, started.challenge),
        "delivery": started.delivery.id if started.delivery else None,
        "expires_at": rfc3339((started.challenge or started.change).expires_at),
    }


def _refused(core: Core, refusal: PinRefused) -> Response:
    response = problem(core, refusal.code, 422)
    body = {**(response.get_json() or {}), "reason": refusal.reason}
    body["detail"] = core.texts.text(wanted_language(), f"pin.refused.{refusal.reason}")
    response.set_data(jsonify(body).get_data())
    return response
