"""In which language the desk's own words are; procedures are shown in both at once."""

from flask import Response, request

from sls.domain.languages import ENGLISH, LANGUAGES, supported_language

HTML_LANGUAGES = {"en": "en", "zh_CN": "zh-CN"}
# The same cookie as the support site's: who chose there has chosen here.
COOKIE = "sls_language"
COOKIE_MAX_AGE = 365 * 24 * 60 * 60


def chosen_language() -> str:
    """Return the language of this request: link followed, else cookie, else the browser's wish."""
    for choice in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return choice
    wishes = (supported_language(tag) for tag in request.accept_languages.values())
    return next((wish for wish in wishes if wish), ENGLISH)


def remember_language(response: Response) -> None:
    """Keep a language that was asked for in the address, by a person and not by a script."""
    wanted = request.args.get("lang")
    if wanted in LANGUAGES and request.headers.get("Sec-Fetch-Dest", "document") == "document":
        response.set_cookie(
            COOKIE, wanted, max_age=COOKIE_MAX_AGE, samesite="Lax", secure=request.is_secure
        )
