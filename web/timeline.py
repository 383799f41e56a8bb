"""One customer's timeline, for those who may read the record."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.audit import AuditEntry
from sls.domain.scopes import Scope
from sls.services.checking_audit import MAX_TIMELINE
from web.api_keys import caller, require_api_key
from web.problems import BadRequest, is_storable
from web.times import rfc3339

PAGE = 50
MAX_DIGITS = 15


def create_timeline(core: Core) -> Blueprint:
    """Return the API of the record."""
    api = Blueprint("timeline", __name__, url_prefix="/api/sls/v1")
    require_api_key(api, core, Scope.AUDIT)

    @api.get("/customers/<username>/timeline")
    def timeline(username: str) -> Response:
        if not is_storable(username):
            raise BadRequest
        before, limit = _number("before"), _number("limit") or PAGE
        viewer = f"key:{caller().name}"
        found = core.checking_audit.timeline(username, viewer, before, min(limit, MAX_TIMELINE))
        return jsonify(entries=[_entry(each) for each in found])

    return api


def _number(name: str) -> int | None:
    shown = request.args.get(name)
    if shown is None:
        return None
    if not (shown.isascii() and shown.isdigit() and len(shown) <= MAX_DIGITS) or int(shown) == 0:
        raise BadRequest
    return int(shown)


def _entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": rfc3339(entry.at),
        "kind": entry.kind,
        "actor": entry.actor,
        "subject": entry.subject,
        "data": dict(entry.data),
    }
