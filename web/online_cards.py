"""The online security code card over HTTP: asked for, printed on a page of its own, proved (G8)."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from sls.core import Core
from sls.domain.errors import CardUnknown, Refusal
from sls.domain.languages import ENGLISH, supported_language
from sls.domain.online_cards import OnlineCard
from sls.domain.scopes import Scope
from sls.services.issuing_cards import PrintedCard
from web.api_keys import require_api_key
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import is_storable, json_body, wanted_language
from web.problems import text_field as text
from web.times import rfc3339

COLUMNS = 8
HTML_LANGUAGES: Mapping[str, str] = {"en": "en", "zh_CN": "zh-CN"}


def create_online_cards(core: Core) -> Blueprint:
    """Return the API for the login screen of Client Portal."""
    api = Blueprint("online_cards", __name__, url_prefix="/api/sls/v1")
    issuing = core.issuing_cards
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)

    @api.post("/online-cards")
    def make() -> tuple[Response, int]:
        card = issuing.request(text(json_body(), "login", 128))
        print_url = url_for("card_pages.print_card", card_id=card.id)
        return jsonify(**_card(card), print_url=print_url), 201

    @api.post("/online-cards/<card_id>/activate")
    def activate(card_id: str) -> Response:
        question = issuing.ask(card_id, text(json_body(), "login", 128))
        cells = list(question.cells)
        return jsonify(challenge={"cells": cells}, expires_at=rfc3339(question.expires_at))

    @api.post("/online-cards/<card_id>/verify")
    def verify(card_id: str) -> Response:
        body = json_body()
        response = body.get("response")
        # What is no text at all is as wrong as any other: the try is charged.
        typed = response if isinstance(response, str) else ""
        return jsonify(_card(issuing.activate(card_id, text(body, "login", 128), typed)))

    return api


def create_card_pages(core: Core) -> Blueprint:
    """Return the page that is printed; who may see it is proved by the login in the form's body."""
    pages = Blueprint("card_pages", __name__, template_folder="templates")

    @pages.post("/online-cards/<card_id>/print")
    def print_card(card_id: str) -> Response:
        login_id = request.form.get("login", "")
        try:
            if not is_storable(card_id + login_id):
                raise CardUnknown
            card = core.issuing_cards.printed(card_id, login_id)
        except Refusal as refusal:
            return _page(core, wanted_language(), status=404, refusal=f"problem.{refusal.code}")
        # The page's language where it was asked for, else the login's.
        wished = supported_language(request.form.get("language"))
        return _page(core, wished or card.language, card=card)

    return pages


def _page(
    core: Core,
    language: str,
    *,
    status: int = 200,
    card: PrintedCard | None = None,
    refusal: str | None = None,
) -> Response:
    """Render the page; it is for one pair of eyes, so nothing on the way may keep it."""

    def words(message_id: str, **values: object) -> str:
        return core.texts.text(language, message_id, **values)

    html = render_template(
        "card/print.html",
        t=words,
        html_language=HTML_LANGUAGES.get(language, ENGLISH),
        card=card,
        columns=_columns(card) if card else [],
        holder=_masked(card.username) if card else "",
        until=f"{card.ends_at:%Y-%m-%d %H:%M} UTC" if card else "",
        days=card.life // timedelta(days=1) if card else 0,
        refusal=refusal,
    )
    response = Response(html, status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _columns(card: PrintedCard) -> list[list[tuple[str, str]]]:
    """Return the cells in columns, to be read downwards."""
    height = -(-len(card.cells) // COLUMNS)
    cells = list(card.cells)
    return [cells[start : start + height] for start in range(0, len(cells), height)]


def _masked(username: str) -> str:
    """Return a hint by which only the holder recognises the name."""
    return f"{username[:1]}•••"


def _card(card: OnlineCard) -> dict[str, str | None]:
    expires_at = rfc3339(card.expires_at) if card.expires_at else None
    return {"card": card.id, "state": card.state.value, "expires_at": expires_at}
