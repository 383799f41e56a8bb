"""Temporary passcodes over HTTP: for the agent who has checked on the phone who is calling (G1)."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.scopes import Scope
from web.api_keys import require_api_key
from web.idempotency import remember_answers
from web.problems import BadRequest, is_storable, json_body
from web.problems import text_field as text
from web.times import rfc3339

MOST_LOST = 20


def create_passcodes(core: Core) -> Blueprint:
    """Return the API of agents who issue temporary passcodes."""
    api = Blueprint("passcodes", __name__, url_prefix="/api/sls/v1")
    require_api_key(api, core, Scope.AGENT)
    remember_answers(api, core)

    @api.post("/passcodes")
    def issue() -> tuple[Response, int]:
        body = json_body()
        issued = core.issuing_passcodes.issue(
            text(body, "username", 128), text(body, "agent", 64), _lost(body)
        )
        return jsonify(
            passcode=issued.clear,
            factor=issued.passcode.factor_id,
            full_until=rfc3339(issued.passcode.full_until),
            card_until=rfc3339(issued.passcode.card_until),
        ), 201

    return api


def _lost(body: dict[str, Any]) -> list[str]:
    lost = body.get("lost", [])
    if not isinstance(lost, list) or len(lost) > MOST_LOST:
        raise BadRequest
    if not all(isinstance(each, str) and is_storable(each) for each in lost):
        raise BadRequest
    return lost
