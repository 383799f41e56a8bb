"""Opting back in over HTTP, and what an agent records of opting out (F60 to F62)."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.enrolment import WayBack
from sls.domain.scopes import Scope
from sls.domain.security_errors import OptOutRefused
from sls.services.enrolling import EnrolmentView
from web.api_keys import needs, require_api_key
from web.factors import one_of
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import json_body, optional_text, reason_problem
from web.problems import text_field as text
from web.rights import name_who_may, proof_in
from web.times import rfc3339


def create_enrolment(core: Core) -> Blueprint:
    """Return the API of enrolment."""
    api = Blueprint("enrolment", __name__, url_prefix="/api/sls/v1")
    enrolling = core.enrolling
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)
    name_who_may(api, core)

    @api.errorhandler(OptOutRefused)
    def say_why(refusal: OptOutRefused) -> Response:
        message_id = f"opt_out.refused.{refusal.reason}"
        return reason_problem(core, refusal.code, refusal.reason, message_id)

    @api.get("/enrolment")
    def view() -> Response:
        return jsonify(_enrolment(enrolling.view(text(dict(request.args), "login", 128))))

    @api.post("/enrolment")
    def opt_back_in() -> Response:
        body = json_body()
        way = one_of(WayBack, body.get("way"))
        username = optional_text(body, "username", 128)
        return jsonify(_enrolment(enrolling.opt_back_in(proof_in(body), way, username)))

    @api.post("/customers/<username>/opt-out")
    @needs(Scope.AGENT)
    def opt_out(username: str) -> Response:
        enrolling.opt_out(username, text(json_body(), "agent", 64))
        return jsonify(state="opted_out")

    @api.get("/customers/<username>/penny-stocks")
    @needs(Scope.WITHDRAW)
    def penny_stocks(username: str) -> Response:
        return jsonify(allowed=enrolling.may_trade_penny_stocks(username))

    return api


def _enrolment(view: EnrolmentView) -> dict[str, Any]:
    since = view.enrolment.opted_out_at
    return {
        "username": view.username,
        "state": "opted_out" if view.enrolment.is_opted_out else "enrolled",
        "since": rfc3339(since) if since else None,
        "way": view.enrolment.way_back,
        "may_change_security": view.may_change,
        "users": list(view.users_with_rights),
    }
