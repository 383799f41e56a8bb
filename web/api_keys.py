"""The key that a login screen shows; in the demo a call without one acts as the demo's own."""

import hmac

from flask import Blueprint, request

from sls.bootstrap import Core
from web.problems import ApiKeyMissing


def require_api_key(api: Blueprint, core: Core) -> None:
    """Let nobody use this API without the key, outside the demo."""

    @api.before_request
    def check_api_key() -> None:
        if core.settings.is_demo:
            return
        shown = request.headers.get("X-API-Key", "")
        if not hmac.compare_digest(shown.encode(), (core.settings.api_key or "").encode()):
            raise ApiKeyMissing
