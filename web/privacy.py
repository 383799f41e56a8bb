"""The privacy notice: what is kept and for how long, told from the settings that decide it."""

from flask import Blueprint, Response

from sls.domain.retention import Kept, Retention
from web.site import Pages, Texts, with_security_headers

DAYS_OF_A_YEAR = 365.25
Period = tuple[str, dict[str, int]]


def create_privacy(texts: Texts, retention: Retention, *, demo: bool) -> Blueprint:
    """Return the page of the notice."""
    privacy = Blueprint("privacy", __name__, template_folder="templates")
    pages = Pages(texts, demo=demo)
    periods = {kept.value: _period(retention.period(kept).days) for kept in Kept}

    @privacy.get("/privacy")
    def notice() -> Response:
        return pages.page("privacy/notice.html", periods=periods)

    privacy.after_request(with_security_headers)
    return privacy


def _period(days: int) -> Period:
    """Return the text of a period, in years where it is a whole number of them."""
    years = round(days / DAYS_OF_A_YEAR)
    if years > 1 and abs(days - years * DAYS_OF_A_YEAR) <= 1:
        return "web.privacy.years", {"years": years}
    return ("web.privacy.days", {"days": days}) if days > 1 else ("web.privacy.one_day", {})
