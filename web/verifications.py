"""Proving for a task who one is, over HTTP: the same steps as a login (F43 to F48)."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.errors import ChannelUnavailable
from sls.domain.factors import Channel
from sls.domain.scopes import Scope
from sls.domain.verifications import Task
from sls.domain.withdrawals import checked_amount
from sls.services.verifying import VerificationView
from web.api_keys import require_api_key
from web.factors import accepted, one_of, show_delivery, show_factor, show_question
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import BadRequest, channel_problem, is_storable, json_body, optional_text
from web.problems import text_field as text
from web.times import rfc3339

MAX_DETAILS, MAX_DETAIL_LENGTH = 8, 128


def create_verifications(core: Core) -> Blueprint:
    """Return the API for pages on which a customer who is logged in does something."""
    api = Blueprint("verifications", __name__, url_prefix="/api/sls/v1")
    verifying = core.verifying
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)

    @api.post("/verifications")
    def start() -> tuple[Response, int]:
        body = json_body()
        task = one_of(Task, body.get("task"))
        view = verifying.start(text(body, "login", 128), task, _details(task, body.get("details")))
        return jsonify(
            verification=view.verification.id,
            state=view.state,
            factors=_factors(core, view),
            expires_at=rfc3339(view.verification.expires_at),
        ), 201

    @api.post("/verifications/<verification_id>/factor")
    def choose_factor(verification_id: str) -> Response:
        asked = verifying.choose_factor(verification_id, text(json_body(), "factor", 128))
        return jsonify(
            kind=asked.factor.kind,
            challenge=show_question(asked.factor, asked.challenge),
            expires_at=rfc3339((asked.challenge or asked.verification).expires_at),
        )

    @api.post("/verifications/<verification_id>/code")
    def send_code(verification_id: str) -> Response | tuple[Response, int]:
        body = json_body()
        channel = one_of(Channel, body.get("channel"))
        language = optional_text(body, "language", 16)
        try:
            return accepted(verifying.request_code(verification_id, channel, language))
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)

    @api.get("/verifications/<verification_id>")
    def view(verification_id: str) -> Response:
        view = verifying.view(verification_id)
        return jsonify(
            state=view.state,
            task=view.verification.task,
            deliveries=[show_delivery(each) for each in view.deliveries],
        )

    @api.post("/verifications/<verification_id>/verify")
    def verify(verification_id: str) -> Response:
        response = json_body().get("response")
        # What is no text at all is as wrong as any other: the try is charged.
        verifying.verify(verification_id, response if isinstance(response, str) else "")
        return jsonify(state="verified")

    return api


def _factors(core: Core, view: VerificationView) -> list[dict[str, str]]:
    language = view.verification.language
    return [show_factor(core, language, each) for each in view.factors]


def _details(task: Task, shown: Any) -> dict[str, object]:
    """Return what exactly is to be confirmed; a withdrawal is confirmed with its amount."""
    details = {} if shown is None else shown
    if not isinstance(details, dict) or len(details) > MAX_DETAILS:
        raise BadRequest
    if task is Task.WITHDRAWAL:
        if set(details) - {"amount"}:
            raise BadRequest
        return {"amount": checked_amount(details.get("amount"))}
    for name, value in details.items():
        is_text = isinstance(value, str) and len(value) <= MAX_DETAIL_LENGTH and is_storable(value)
        if not is_text or not is_storable(name) or len(name) > MAX_DETAIL_LENGTH:
            raise BadRequest
    return details
