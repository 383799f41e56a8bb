"""`Idempotency-Key`: a request that is sent again is answered as before, and done once.

Remembered is what was done, and a wrong response, which must not be charged twice. Whatever else
was refused changed nothing and may be tried again under the same key.
"""

from typing import Any

from flask import Blueprint, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError

from sls.core import Core
from sls.services.repeating import Answer
from web.api_keys import caller
from web.problems import BadRequest

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
MAX_KEY_LENGTH = 64
# A field of one of these names is told once: such an answer is not kept, and never given again.
SECRET_FIELDS = frozenset({"passcode", "key", "device_key", "secret", "pin", "password"})
_NOT_VERIFIED = "not_verified"


def remember_answers(api: Blueprint, core: Core) -> None:
    """Let every POST of this API be repeated safely; comes after the check of the API key."""

    @api.before_request
    def answer_again() -> Response | None:
        key = shown_key()
        if request.method != "POST" or key is None:
            return None
        message = b"\0".join((request.full_path.encode(), request.get_data()))
        earlier = core.repeating.begin(caller().name, key, message)
        if earlier is None:
            g.repeatable = key
            return None
        response = Response(earlier.body, earlier.status, mimetype=_mimetype(earlier.status))
        response.headers[REPLAYED] = "true"
        return response

    @api.after_request
    def remember(response: Response) -> Response:
        key = g.pop("repeatable", None)
        if key is not None:
            try:
                _remember(core, key, response)
            except DBAPIError:  # the answer is as right as before, it only cannot be given again
                current_app.logger.exception("answer_not_remembered")
        return response


def shown_key() -> str | None:
    """Return the caller's name for this request, or None.

    Raises:
        BadRequest: it is not 1 to 64 printable characters.
    """
    shown = request.headers.get(HEADER)
    if shown is None:
        return None
    if not 0 < len(shown) <= MAX_KEY_LENGTH or not shown.isascii() or not shown.isprintable():
        raise BadRequest
    return shown


def _remember(core: Core, key: str, response: Response) -> None:
    body = response.get_json(silent=True)
    is_charged = isinstance(body, dict) and body.get("code") == _NOT_VERIFIED
    if response.status_code < 300 or is_charged:
        answer = Answer(response.status_code, response.get_data())
        is_secret = _holds_secret(body)
        core.repeating.finish(caller().name, key, answer, holds_secret=is_secret)
    else:
        core.repeating.abandon(caller().name, key)


def _mimetype(status: int) -> str:
    return "application/json" if status < 300 else "application/problem+json"


def _holds_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(SECRET_FIELDS & set(value)) or any(map(_holds_secret, value.values()))
    return isinstance(value, list) and any(map(_holds_secret, value))
