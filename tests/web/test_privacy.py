"""The privacy notice tells what is kept, in both languages, from the settings that decide it."""

import re

import pytest
from flask import Flask

from sls.domain.retention import Kept
from sls.settings import load_settings
from sls.texts import Catalogues
from tests.world import World
from web.privacy import create_privacy
from web.site import LANGUAGES, create_site

SETTINGS = {"KEEP_LOGINS_DAYS": "77", "KEEP_WITHDRAWALS_DAYS": "3652"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_data_is_told_with_its_period(language: str) -> None:
    settings = load_settings(SETTINGS)
    texts = Catalogues(settings.locales)
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(create_site(texts, demo=True))
    app.register_blueprint(create_privacy(texts, settings.retention, demo=True))

    page = app.test_client().get("/privacy", query_string={"lang": language})

    assert page.status_code == 200
    told = dict(
        re.findall(r'<tr id="kept-(\w+)">.*?class="period"[^>]*>(.*?)</td>', page.text, re.DOTALL)
    )
    assert set(told) == set(Kept)
    assert told["logins"] == texts.text(language, "web.privacy.days", days=77)
    assert told["withdrawals"] == texts.text(language, "web.privacy.years", years=10)
    assert told["traces"] == texts.text(language, "web.privacy.one_day")


def test_the_chat_and_every_page_lead_to_the_notice(world: World) -> None:
    for path in ("/", "/login", "/privacy"):
        page = world.client.get(path)
        assert page.status_code == 200
        assert page.text.count('href="/privacy"') == 2


def test_the_notice_loads_nothing_from_elsewhere(world: World) -> None:
    page = world.client.get("/privacy")

    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<(?:script|img|link)[^>]+(?:src|href)=\"https?:", page.text)
    assert "<style" not in page.text
