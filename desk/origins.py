"""Whether a form was sent from our own pages (CSRF): the browser says so, not the page."""

from urllib.parse import urlsplit

from flask import request


def is_from_our_pages() -> bool:
    """Whether the browser names our own origin; without a word from it, no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
