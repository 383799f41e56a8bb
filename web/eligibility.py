"""Who may ask for a Digital Security Card+, over HTTP; the caller knows the equity (F19, F33)."""

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.eligibility import is_eligible_for_dsc_plus
from sls.domain.errors import AmountInvalid
from sls.domain.scopes import Scope
from web.api_keys import require_api_key

MAX_EQUITY_DIGITS = 17


def create_eligibility(core: Core) -> Blueprint:
    """Return the API that says who qualifies for a Digital Security Card+."""
    api = Blueprint("eligibility", __name__, url_prefix="/api/sls/v1")
    threshold = core.settings.dsc_plus_equity_cents
    require_api_key(api, core, Scope.BIND)

    @api.get("/eligibility/dsc-plus")
    def view() -> Response:
        equity = _cents(request.args.get("equity", ""))
        is_eligible = is_eligible_for_dsc_plus(equity, threshold)
        return jsonify(eligible=is_eligible, equity=equity, threshold=threshold)

    return api


def _cents(shown: str) -> int:
    digits = shown.removeprefix("-")  # an account may owe
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MAX_EQUITY_DIGITS):
        raise AmountInvalid
    return int(shown)
