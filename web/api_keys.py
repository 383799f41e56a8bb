"""Who calls the API: the key that is shown names its holder, whose scopes say what they may do.

In the demo a call without a key acts as the demo's own login screen. What only staff may do needs a
key there, too.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, g, request

from sls.core import Core
from sls.domain.scopes import CUSTOMER_SCOPES, Caller, Scope, holder_of
from web.problems import ApiKeyMissing, ScopeMissing

DEMO_SCREEN = Caller("demo", CUSTOMER_SCOPES)
View = TypeVar("View", bound=Callable[..., Any])
_MARK = "needed_scope"


def require_api_key(api: Blueprint, core: Core, scope: Scope) -> None:
    """Let nobody use this API without a key of this scope; a view may need another one."""

    @api.before_request
    def check_api_key() -> None:
        g.caller = _caller(core)
        view = current_app.view_functions[request.endpoint or ""]
        if getattr(view, _MARK, scope) not in g.caller.scopes:
            raise ScopeMissing


def needs(scope: Scope) -> Callable[[View], View]:
    """Mark a view as one that needs this scope instead of its API's."""

    def mark(view: View) -> View:
        setattr(view, _MARK, scope)
        return view

    return mark


def caller() -> Caller:
    """Return who calls; only after `require_api_key` has let them in."""
    found: Caller = g.caller
    return found


def _caller(core: Core) -> Caller:
    shown = request.headers.get("X-API-Key")
    if shown is None and core.settings.is_demo:
        return DEMO_SCREEN
    found = holder_of(shown or "", core.settings.api_keys)
    if found is None:
        raise ApiKeyMissing
    return found
