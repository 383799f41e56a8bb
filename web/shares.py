"""Sharing a device over HTTP: for Client Portal, and for the compliance department (F54 to F59)."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.scopes import Scope
from sls.domain.security_errors import ShareRefused
from sls.domain.sharing import Share
from sls.services.sharing import Owner
from web.api_keys import needs, require_api_key
from web.client_addresses import client_address
from web.factors import show_factor, show_question
from web.idempotency import remember_answers
from web.pacing import LOGINS_PER_ADDRESS, UNPACED, PaceKeeper
from web.paths import require_storable_paths
from web.problems import BadRequest, json_body, reason_problem, wanted_language
from web.problems import text_field as text
from web.rights import proof_in
from web.times import rfc3339


def create_shares(core: Core) -> Blueprint:
    """Return the API of shares."""
    api = Blueprint("shares", __name__, url_prefix="/api/sls/v1")
    sharing = core.sharing
    starts = PaceKeeper(UNPACED if core.settings.is_demo else LOGINS_PER_ADDRESS)
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)

    @api.errorhandler(ShareRefused)
    def say_why(refusal: ShareRefused) -> Response:
        message_id = f"share.refused.{refusal.reason}"
        return reason_problem(core, refusal.code, refusal.reason, message_id)

    @api.post("/shares")
    def start() -> tuple[Response, int]:
        body = json_body()
        proof = proof_in(body)
        starts.take(proof.login_id)
        view = sharing.request(proof, _owner(body))
        return jsonify(
            share=view.share.id,
            state=view.state,
            factors=[show_factor(core, wanted_language(), each) for each in view.devices],
            expires_at=rfc3339(view.share.expires_at),
        ), 201

    @api.post("/shares/<share_id>/factor")
    def choose_factor(share_id: str) -> Response:
        _, device, challenge = sharing.choose(share_id, text(json_body(), "factor", 128))
        return jsonify(
            kind=device.kind,
            challenge=show_question(device, challenge),
            expires_at=rfc3339(challenge.expires_at),
        )

    @api.post("/shares/<share_id>/verify")
    def verify(share_id: str) -> Response:
        response = json_body().get("response")
        # What is no text at all is as wrong as any other: the try is charged.
        view = sharing.verify(share_id, response if isinstance(response, str) else "")
        return jsonify(state=view.state, reason=view.share.reason)

    @api.get("/shares/<share_id>")
    def view(share_id: str) -> Response:
        view = sharing.view(share_id)
        return jsonify(state=view.state, reason=view.share.reason)

    @api.get("/shares")
    @needs(Scope.AGENT)
    def pending() -> Response:
        return jsonify(shares=[_pending(each) for each in sharing.pending()])

    @api.post("/shares/<share_id>/approve")
    @needs(Scope.AGENT)
    def approve(share_id: str) -> Response:
        share = sharing.approve(share_id, text(json_body(), "agent", 64))
        return jsonify(state=share.state, reason=share.reason)

    @api.post("/shares/<share_id>/reject")
    @needs(Scope.AGENT)
    def reject(share_id: str) -> Response:
        share = sharing.reject(share_id, text(json_body(), "agent", 64))
        return jsonify(state=share.state, reason=share.reason)

    return api


def _owner(body: dict[str, Any]) -> Owner:
    owner = body.get("owner")
    if not isinstance(owner, dict):
        raise BadRequest
    return Owner(text(owner, "username", 128), text(owner, "password", 1024), client_address(body))


def _pending(share: Share) -> dict[str, Any]:
    return {
        "share": share.id,
        "requester": share.requester_id,
        "owner": share.owner_id,
        "created_at": rfc3339(share.created_at),
    }
