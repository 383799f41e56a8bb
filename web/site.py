"""The support site: the pages a customer opens, their files and the words for their scripts."""

from typing import Protocol

from flask import Blueprint, Response, abort, jsonify, render_template, request

LANGUAGES = {"en": "en", "zh_CN": "zh-CN"}
DEFAULT_LANGUAGE = "en"
LANGUAGE_COOKIE = "sls_language"
COOKIE_MAX_AGE = 365 * 24 * 60 * 60
TEXTS_PREFIX = "web."
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)


class Texts(Protocol):
    """What the pages need of the catalogues."""

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return the text of one id in one language."""

    def section(self, language: str, prefix: str) -> dict[str, str]:
        """Return the raw texts of all ids that start with the prefix."""


def create_site(texts: Texts, demo: bool) -> Blueprint:
    """Return the blueprint of the support site; `demo` adds the banner that leads to the phones."""
    site = Blueprint(
        "site",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    pages = Pages(texts, demo=demo)
    site.add_url_rule("/", "home", lambda: pages.page("site/home.html"))
    site.add_url_rule("/login", "login", lambda: pages.page("site/login.html"))
    site.add_url_rule("/static/texts/<language>.json", "texts", pages.texts_for_scripts)
    site.after_request(with_security_headers)
    return site


class Pages:
    """The pages of the site, in the language of each request."""

    def __init__(self, texts: Texts, *, demo: bool) -> None:
        self._texts = texts
        self._demo = demo

    def page(self, template: str, **values: object) -> Response:
        """Render a template; a language that was asked for in the address is remembered."""
        language = chosen_language()
        response = Response(
            render_template(
                template,
                t=lambda message_id, **filled: self._texts.text(language, message_id, **filled),
                language=language,
                html_language=LANGUAGES[language],
                languages=LANGUAGES,
                demo=self._demo,
                **values,
            )
        )
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.headers["Cache-Control"] = "no-cache"
        if request.args.get("lang") in LANGUAGES:
            remember_language(response, language)
        return response

    def texts_for_scripts(self, language: str) -> Response:
        """Answer with the site's words in one language, for the scripts of the pages."""
        if language not in LANGUAGES:
            abort(404)
        response = jsonify(self._texts.section(language, TEXTS_PREFIX))
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response


def chosen_language() -> str:
    """Return the language of this request: link followed, else cookie, else the browser's wish."""
    for choice in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if choice in LANGUAGES:
            return choice
    for wish in request.accept_languages.values():
        tongue = wish.replace("_", "-").split("-")[0].lower()
        if tongue in {"en", "zh"}:
            return "zh_CN" if tongue == "zh" else "en"
    return DEFAULT_LANGUAGE


def remember_language(response: Response, language: str) -> None:
    """Keep the language for the next visit; the page's own script sets the same cookie."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=COOKIE_MAX_AGE,
        samesite="Lax",
        secure=request.is_secure,
    )


def with_security_headers(response: Response) -> Response:
    """Load nothing from elsewhere on these pages, unless the application has set its own policy."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
