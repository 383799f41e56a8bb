"""Twilio's REST API, the part that all resources share: who may ask, numbered errors, pages."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from standin.refusals import TwilioRefusal
from standin.settings import StandinSettings
from standin.webhooks import is_address

P = ParamSpec("P")
R = TypeVar("R")

API = "/2010-04-01/Accounts/<account>"
NOT_AUTHENTICATED = 20003
TRY_AGAIN = frozenset({20429, 20503})
DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE = 1000


def guard(settings: StandinSettings) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Build the decorator that lets only our account in, and only to its own resources."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*arguments: P.args, **names: P.kwargs) -> R:
            given = request.authorization
            if given is None or not _is_ours(given.username, given.password, settings):
                raise TwilioRefusal(NOT_AUTHENTICATED)
            if names.pop("account", "") != settings.account_sid:
                raise TwilioRefusal(20404, path=request.path)
            return view(*arguments, **names)

        return guarded

    return decorate


def answer_refusals(blueprint: Blueprint) -> None:
    """Let every refusal of a view become Twilio's JSON."""

    @blueprint.errorhandler(TwilioRefusal)
    def refuse(refusal: TwilioRefusal) -> Response:
        answer = jsonify(refusal.body())
        answer.status_code = refusal.status
        if refusal.code in TRY_AGAIN:
            answer.headers["Retry-After"] = "1"
        if refusal.code == NOT_AUTHENTICATED:
            answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        return answer


def rfc2822(moment: datetime | None) -> str | None:
    """Write a moment as Twilio's resources do."""
    return format_datetime(moment) if moment else None


def address(form: Mapping[str, str], name: str, code: int) -> str:
    """Read an optional webhook address from a form.

    Raises: TwilioRefusal.
    """
    url = form.get(name, "")
    if url and not is_address(url):
        raise TwilioRefusal(code, url=url)
    return url


def method(form: Mapping[str, str], name: str) -> str:
    """Read an optional HTTP method from a form.

    Raises: TwilioRefusal.
    """
    wanted = form.get(name, "POST").upper()
    if wanted not in {"GET", "POST"}:
        raise TwilioRefusal(20001, parameter=name)
    return wanted


def seconds(form: Mapping[str, str], name: str, default: int, largest: int) -> int:
    """Read an optional number of seconds from a form.

    Raises: TwilioRefusal.
    """
    written = form.get(name)
    if written is None:
        return default
    if not written.isdecimal() or not 1 <= int(written) <= largest:
        raise TwilioRefusal(20001, parameter=name)
    return int(written)


def page(name: str, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Cut one page out of a list, with Twilio's paging fields."""
    size = _count("PageSize", DEFAULT_PAGE_SIZE, 1, LARGEST_PAGE)
    number = _count("Page", 0, 0, 10**6)
    start = number * size
    shown = items[start : start + size]
    has_more = start + size < len(items)
    token = f"PA{shown[-1]['sid']}" if shown else ""
    return {
        name: shown,
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start, start + len(shown) - 1),
        "uri": _page_uri(number, size),
        "first_page_uri": _page_uri(0, size),
        "previous_page_uri": _page_uri(number - 1, size) if number else None,
        "next_page_uri": _page_uri(number + 1, size, token) if has_more else None,
    }


def _page_uri(number: int, size: int, token: str = "") -> str:
    kept = {key: value for key, value in request.args.items() if not key.startswith("Page")}
    query = {**kept, "PageSize": size, "Page": number, **({"PageToken": token} if token else {})}
    return f"{request.path}?{urlencode(query)}"


def _count(name: str, default: int, least: int, most: int) -> int:
    written = request.args.get(name, str(default))
    if not written.isdecimal() or not least <= int(written) <= most:
        raise TwilioRefusal(20001, parameter=name)
    return int(written)


def _is_ours(username: str | None, password: str | None, settings: StandinSettings) -> bool:
    names = hmac.compare_digest((username or "").encode(), settings.account_sid.encode())
    tokens = hmac.compare_digest((password or "").encode(), settings.auth_token.encode())
    return names and tokens
