"""IP restrictions over HTTP: for Client Portal, and for agents who help (F35, G72)."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.addresses import IpRestriction
from sls.domain.scopes import Scope
from sls.domain.security_errors import AddressRefused
from web.api_keys import needs, require_api_key
from web.client_addresses import client_address
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import json_body, optional_text, reason_problem
from web.problems import text_field as text
from web.rights import name_who_may, proof_in
from web.times import rfc3339


def create_addresses(core: Core) -> Blueprint:
    """Return the API of IP restrictions."""
    api = Blueprint("addresses", __name__, url_prefix="/api/sls/v1")
    restricting = core.restricting_addresses
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)
    name_who_may(api, core)

    @api.errorhandler(AddressRefused)
    def say_why(refusal: AddressRefused) -> Response:
        message_id = f"address.refused.{refusal.reason}"
        return reason_problem(core, refusal.code, refusal.reason, message_id)

    @api.get("/addresses")
    def view() -> Response:
        shown = dict(request.args)
        found = restricting.view(text(shown, "login", 128), optional_text(shown, "username", 128))
        now = core.clock.now()
        return jsonify(addresses=[_restriction(each, now) for each in found])

    @api.post("/addresses")
    def add() -> tuple[Response, int]:
        body = json_body()
        restriction = restricting.add(
            proof_in(body),
            text(body, "address", 64),
            client_address(body),
            optional_text(body, "username", 128),
        )
        return jsonify(_restriction(restriction, core.clock.now())), 201

    @api.post("/addresses/<restriction_id>/remove")
    def remove(restriction_id: str) -> Response:
        body = json_body()
        removed = restricting.remove(proof_in(body), restriction_id, client_address(body))
        return jsonify(_restriction(removed, core.clock.now()))

    @api.post("/customers/<username>/addresses")
    @needs(Scope.AGENT)
    def add_by_agent(username: str) -> tuple[Response, int]:
        body = json_body()
        agent = text(body, "agent", 64)
        restriction = restricting.add_by_agent(username, text(body, "address", 64), agent)
        return jsonify(_restriction(restriction, core.clock.now())), 201

    @api.post("/addresses/<restriction_id>/release")
    @needs(Scope.AGENT)
    def remove_by_agent(restriction_id: str) -> Response:
        removed = restricting.remove_by_agent(restriction_id, text(json_body(), "agent", 64))
        return jsonify(_restriction(removed, core.clock.now()))

    return api


def _restriction(restriction: IpRestriction, now: datetime) -> dict[str, Any]:
    return {
        "restriction": restriction.id,
        "address": restriction.network,
        "state": _state(restriction, now),
        "effective_at": rfc3339(restriction.effective_at),
        "ends_at": rfc3339(restriction.ends_at) if restriction.ends_at else None,
    }


def _state(restriction: IpRestriction, now: datetime) -> str:
    if restriction.is_over(now):
        return "removed"
    if restriction.ends_at is not None:
        return "ending"
    return "active" if restriction.is_active(now) else "pending"
