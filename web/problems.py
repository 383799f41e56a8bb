"""Errors as application/problem+json (RFC 9457) with a stable code and a sentence for people."""

from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from sls.core import Core
from sls.domain.errors import ChannelUnavailable, Refusal, ResendTooSoon, VersionTooOld
from sls.domain.languages import ENGLISH, supported_language
from sls.domain.waits import whole_seconds

_STATUS = {
    "login_refused": 401,
    "session_unknown": 401,
    "identity_rejected": 401,
    "api_key": 401,
    "scope_missing": 403,
    "not_verified": 403,
    "login_unknown": 404,
    "account_unknown": 404,
    "callback_unknown": 404,
    "callback_refused": 409,
    "withdrawal_unknown": 404,
    "verification_unknown": 404,
    "pin_change_unknown": 404,
    "number_change_unknown": 404,
    "share_unknown": 404,
    "restriction_unknown": 404,
    "rights_missing": 403,
    "share_refused": 409,
    "opt_out_refused": 409,
    "address_refused": 422,
    "app_not_active": 409,
    "no_device": 409,
    "pin_not_used": 409,
    "pin_unchangeable": 409,
    "pin_missing": 409,
    "wrong_state": 409,
    "factor_unavailable": 409,
    "version_too_old": 409,
    "channel_unavailable": 409,
    "over_limit": 409,
    "limit_unknown": 409,
    "closed": 409,
    "card_unknown": 404,
    "card_only": 409,
    "temporary_access_over": 409,
    "passcode_consecutive": 409,
    "not_participant": 409,
    "card_not_offered": 409,
    "request_running": 409,
    "answer_not_kept": 409,
    "withdrawals_open": 409,
    "bad_request": 422,
    "text_or_option": 422,
    "option_unknown": 422,
    "amount_invalid": 422,
    "key_reused": 422,
    "pin_refused": 422,
    "number_refused": 422,
    "resend_too_soon": 429,
    "budget_spent": 429,
    "slow_down": 429,
    "assistant_unavailable": 503,
    "streams_full": 503,
}
_TOO_LARGE = 413
_OF_HTTP = {404: "not_found", 405: "method_not_allowed"}


class BadRequest(Refusal):
    """A body or parameter is not in the documented form."""

    code = "bad_request"


class SlowDown(ResendTooSoon):
    """Too many requests from one place."""

    code = "slow_down"


class StreamsFull(ResendTooSoon):
    """Every event stream is taken; the long poll is not."""

    code = "streams_full"


class ApiKeyMissing(Refusal):
    """A login screen must show its API key."""

    code = "api_key"


class ScopeMissing(Refusal):
    """The API key that was shown is for other calls."""

    code = "scope_missing"


def register_problems(app: Flask, core: Core) -> None:
    """Answer every refusal and failure of the API as a problem, in the caller's language."""

    def answer_refusal(refusal: Refusal) -> Response:
        core.metering.note(refusal)
        values: dict[str, Any] = {}
        if isinstance(refusal, ResendTooSoon):
            values["seconds"] = whole_seconds(refusal.retry_after)
        if isinstance(refusal, VersionTooOld):
            values["version"] = refusal.needed
        status = _STATUS.get(refusal.code, 400)
        response = problem(core, refusal.code, status, **values)
        if isinstance(refusal, ResendTooSoon):
            response.headers["Retry-After"] = str(values["seconds"])
        return response

    def answer_http(error: HTTPException) -> Response:
        status = error.code or 500
        code = _OF_HTTP.get(status, "bad_request" if status < 500 else "internal")
        response = problem(core, code, status)
        if status == _TOO_LARGE:
            response.headers["Connection"] = "close"  # the rest of the body is never read
        return response

    def answer_database(error: DBAPIError | PoolTimeout) -> Response:
        kind = type(error.orig if isinstance(error, DBAPIError) else error).__name__
        app.logger.error("database_failed", extra={"kind": kind})
        response = problem(core, "unavailable", 503)
        response.headers["Retry-After"] = "2"
        return response

    def refuse_unstorable(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        """Refuse an id that no row can have; PostgreSQL would fail over it."""
        if not all(is_storable(str(each)) for each in (values or {}).values()):
            raise BadRequest

    app.url_value_preprocessor(refuse_unstorable)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(PoolTimeout, answer_database)


def problem(
    core: Core, code: str, status: int, language: str | None = None, **values: Any
) -> Response:
    """Return a problem document, in this language or else the caller's."""
    detail = core.texts.text(language or wanted_language(), f"problem.{code}", **values)
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail, "title": code}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def channel_problem(core: Core, refusal: ChannelUnavailable) -> Response:
    """Return the problem that says why a channel is closed and which one is open."""
    core.metering.note(refusal)
    response = problem(core, refusal.code, 409)
    body = {**(response.get_json() or {}), "reason": refusal.reason, "offer": refusal.offer}
    body["detail"] = core.texts.text(wanted_language(), f"send_code.unavailable.{refusal.reason}")
    response.set_data(jsonify(body).get_data())
    return response


def reason_problem(core: Core, code: str, reason: str, message_id: str) -> Response:
    """Return the problem of a value that cannot be used, with its reason and what that says."""
    response = problem(core, code, _STATUS[code])
    body = {**(response.get_json() or {}), "reason": reason}
    body["detail"] = core.texts.text(wanted_language(), message_id)
    response.set_data(jsonify(body).get_data())
    return response


def wanted_language() -> str:
    """Return the caller's language, by the Accept-Language header."""
    for tag, _ in request.accept_languages:
        if language := supported_language(tag):
            return language
    return ENGLISH


def json_body() -> dict[str, Any]:
    """Return the request's JSON object.

    Raises:
        BadRequest: the body is no JSON object.
    """
    try:
        body = request.get_json(silent=True)
    except RecursionError as error:  # nested without end
        raise BadRequest from error
    if not isinstance(body, dict):
        raise BadRequest
    return body


def text_field(body: dict[str, Any], name: str, limit: int, *, default: str | None = None) -> str:
    """Return a text of the body.

    Raises:
        BadRequest: it is missing, no text, empty, too long, or holds a NUL.
    """
    value = body.get(name, default)
    if not isinstance(value, str) or not 0 < len(value) <= limit or not is_storable(value):
        raise BadRequest
    return value


def is_storable(value: str) -> bool:
    """Whether a text can be stored and hashed: no NUL, and no half of a surrogate pair."""
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


def optional_text(body: dict[str, Any], name: str, limit: int) -> str | None:
    """Return a text of the body, or None where it is missing or null."""
    return None if body.get(name) is None else text_field(body, name, limit)
