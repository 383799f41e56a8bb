"""Changing the mobile number on file over HTTP: verified, confirmed at the new number, rested."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.errors import ChannelUnavailable
from sls.domain.phones import PhoneNumber
from sls.domain.scopes import Scope
from sls.domain.security_errors import NumberRefused
from sls.services.changing_numbers import StartedChange
from web.api_keys import require_api_key
from web.factors import accepted
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import channel_problem, json_body, reason_problem
from web.problems import text_field as text
from web.times import rfc3339

MAX_NUMBER_LENGTH = 64


def create_numbers(core: Core) -> Blueprint:
    """Return the API for the page on which a number is changed."""
    api = Blueprint("numbers", __name__, url_prefix="/api/sls/v1")
    changing = core.changing_numbers
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)

    @api.post("/number-changes")
    def start() -> Response | tuple[Response, int]:
        body = json_body()
        verification, number = text(body, "verification", 128), body.get("number")
        try:
            started = changing.start(verification, number if isinstance(number, str) else "")
        except NumberRefused as refusal:
            reason = refusal.reason
            return reason_problem(core, refusal.code, reason, f"number.refused.{reason}")
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)
        return jsonify(_started(started)), 201

    @api.post("/number-changes/<change_id>/code")
    def send_code(change_id: str) -> Response | tuple[Response, int]:
        try:
            return accepted(changing.send_again(change_id).delivery)
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)

    @api.post("/number-changes/<change_id>/confirm")
    def confirm(change_id: str) -> Response:
        code = json_body().get("code")
        active_from = changing.confirm(change_id, code if isinstance(code, str) else "")
        return jsonify(state="confirmed", active_from=rfc3339(active_from))

    return api


def _started(started: StartedChange) -> dict[str, Any]:
    return {
        "change": started.change.id,
        "to": PhoneNumber(started.change.number).masked,
        "expires_at": rfc3339(started.delivery.expires_at),
    }
