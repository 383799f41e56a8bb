"""Withdrawals and their limits over HTTP; money is whole cents of US dollars."""

import uuid
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.errors import OverLimit
from sls.domain.scopes import Scope
from sls.domain.withdrawals import LimitRow, Withdrawal, checked_amount
from sls.services.counting_limits import CustomerLimits, DeviceLimit
from sls.services.withdrawing import Withdrawing
from web.api_keys import needs, require_api_key
from web.paths import require_storable_paths
from web.problems import (
    BadRequest,
    json_body,
    optional_text,
    problem,
    wanted_language,
)
from web.problems import text_field as text
from web.times import rfc3339

MAX_KEY_LENGTH = 64
# As many digits as the highest amount has; a longer text is not worth reading as a number.
MAX_AMOUNT_DIGITS = 14


def create_withdrawals(core: Core) -> Blueprint:
    """Return the API for withdrawals."""
    api = Blueprint("withdrawals", __name__, url_prefix="/api/sls/v1")
    withdrawing = core.withdrawing
    require_api_key(api, core, Scope.WITHDRAW)
    require_storable_paths(api)

    @api.get("/customers/<username>/limits")
    def limits(username: str) -> Response:
        amount = _amount(request.args.get("amount"))
        return jsonify(_limits(core, withdrawing.limits_of_user(username), amount))

    @api.post("/withdrawals")
    def withdraw() -> Response | tuple[Response, int]:
        body = json_body()
        try:
            withdrawal = _request(withdrawing, body)
        except OverLimit as refusal:
            return _over_limit(core, refusal)
        return jsonify(_withdrawal(withdrawal)), 201

    @api.post("/withdrawals/<withdrawal_id>/cancel")
    def cancel(withdrawal_id: str) -> Response:
        return jsonify(_withdrawal(withdrawing.cancel(withdrawal_id)))

    @api.post("/withdrawals/<withdrawal_id>/execute")
    @needs(Scope.AGENT)
    def execute(withdrawal_id: str) -> Response:
        return jsonify(_withdrawal(withdrawing.execute(withdrawal_id)))

    @api.post("/withdrawals/<withdrawal_id>/fail")
    @needs(Scope.AGENT)
    def fail(withdrawal_id: str) -> Response:
        return jsonify(_withdrawal(withdrawing.fail(withdrawal_id)))

    return api


def _request(withdrawing: Withdrawing, body: dict[str, Any]) -> Withdrawal:
    """Request by a verification, or by the login of a customer who has nothing to verify with."""
    amount, key = checked_amount(body.get("amount")), _key()
    if (verification_id := optional_text(body, "verification", 128)) is not None:
        return withdrawing.request(verification_id, amount, key)
    return withdrawing.request_without_device(text(body, "login", 128), amount, key)


def _amount(shown: str | None) -> int | None:
    if shown is None:
        return None
    if not (shown.isascii() and shown.isdigit() and len(shown) <= MAX_AMOUNT_DIGITS):
        raise BadRequest
    return checked_amount(int(shown))


def _key() -> str:
    """Return the caller's name for this request, or a new one that nobody can repeat."""
    shown = request.headers.get("Idempotency-Key")
    if shown is None:
        return uuid.uuid4().hex
    if not 0 < len(shown) <= MAX_KEY_LENGTH or not shown.isascii() or not shown.isprintable():
        raise BadRequest
    return shown


def _withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    return {
        "withdrawal": withdrawal.id,
        "state": withdrawal.state,
        "amount": withdrawal.amount_cents,
        "confirmed_by": withdrawal.confirmed_by,
        "business_day": withdrawal.business_day.isoformat(),
    }


def _limits(core: Core, limits: CustomerLimits, amount: int | None) -> dict[str, Any]:
    return {
        "business_day": limits.today.isoformat(),
        "day_ends_at": rfc3339(limits.day_ends_at),
        "devices": [_device(core, each, amount) for each in limits.devices],
    }


def _device(core: Core, limit: DeviceLimit, amount: int | None) -> dict[str, Any]:
    row, usage, frees_at = limit.row, limit.usage, limit.window_frees_at
    return {
        "id": limit.factor.id if limit.factor else None,
        "kind": row.kind,
        "label": core.texts.text(wanted_language(), f"limit.{row.kind}"),
        "limit": _sort_of_limit(row),
        "day": row.day_cents,
        "window": row.window_cents,
        "used_today": usage.day_cents,
        "used_in_window": usage.window_cents,
        "remaining": limit.remaining,
        "window_frees_at": rfc3339(frees_at) if frees_at else None,
        "allows": None if amount is None else row.allows(amount, usage),
    }


def _sort_of_limit(row: LimitRow) -> str:
    if not row.is_known:
        return "unknown"
    return "unlimited" if row.is_unlimited else "limited"


def _over_limit(core: Core, refusal: OverLimit) -> Response:
    response = problem(core, refusal.code, 409, remaining_cents=refusal.remaining_cents)
    body = {
        **(response.get_json() or {}),
        "kind": refusal.kind,
        "day": refusal.day_cents,
        "window": refusal.window_cents,
        "remaining": refusal.remaining_cents,
        "offers": list(refusal.offers),
    }
    response.set_data(jsonify(body).get_data())
    return response
