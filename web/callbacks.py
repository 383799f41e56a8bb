"""Callbacks for help over HTTP: for agents' programs that know whom they are talking to."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.callback_errors import CallbackRefused
from sls.domain.help_requests import HelpRequest
from sls.domain.languages import supported_language
from sls.domain.phones import PhoneNumber
from sls.domain.scopes import Scope
from web.api_keys import require_api_key
from web.idempotency import remember_answers
from web.problems import BadRequest, json_body, reason_problem
from web.problems import text_field as text
from web.times import rfc3339


def create_callbacks(core: Core) -> Blueprint:
    """Return the API of requests to be called back."""
    api = Blueprint("callbacks", __name__, url_prefix="/api/sls/v1")
    require_api_key(api, core, Scope.AGENT)
    remember_answers(api, core)

    @api.errorhandler(CallbackRefused)
    def refuse(refusal: CallbackRefused) -> Response:
        return reason_problem(core, refusal.code, refusal.reason, "problem.callback_refused")

    @api.post("/callbacks")
    def ask() -> tuple[Response, int]:
        body = json_body()
        language = body.get("language")
        is_text = isinstance(language, str)
        if language is not None and (not is_text or supported_language(language) is None):
            raise BadRequest
        asked = core.attending.ask(text(body, "username", 128), _moment(body), language)
        return jsonify(_view(asked)), 201

    @api.get("/callbacks/<callback>")
    def view(callback: str) -> Response:
        return jsonify(_view(core.attending.request(callback)))

    @api.delete("/callbacks/<callback>")
    def cancel(callback: str) -> tuple[str, int]:
        core.attending.cancel(callback)
        return "", 204

    return api


def _moment(body: dict[str, Any]) -> datetime | None:
    """Return when to call, or None for at once.

    Raises:
        BadRequest: it is no moment with its offset from UTC.
    """
    written = body.get("at")
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        raise BadRequest from None
    if moment.tzinfo is None:
        raise BadRequest
    return moment


def _view(asked: HelpRequest) -> dict[str, Any]:
    return {
        "callback": asked.id,
        "state": asked.state,
        "to": PhoneNumber(asked.number).masked,
        "at": rfc3339(asked.due_at),
        "calls": asked.rings,
    }
