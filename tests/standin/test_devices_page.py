"""The page with the devices: a person types PIN and challenge and reads the response."""

from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, expect

from sls.domain.challenges import CARD_CELLS, cell
from sls.domain.ocra import CARD, respond
from tests.standin.test_devices import KEY
from tests.standin.world import World

CAST = [
    {"username": "gita", "number": None, "device_keys": {"dsc_plus": KEY}},
    {"username": "bao", "number": None, "device_keys": {"ib_key_ios": KEY}},
    {"username": "dana", "number": None, "device_keys": {"security_code_card": KEY}},
    {"username": "alice", "number": None, "device_keys": {}},
]


@pytest.fixture
def world(world: World) -> World:
    """Give a world whose cast has devices."""
    world.demonstration.cast = lambda: CAST  # type: ignore[method-assign]
    return world


@pytest.fixture(scope="module")
def narrow_page(browser: Browser) -> Iterator[Page]:
    """Give a page as wide as a small phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def test_the_page_keeps_the_keys_to_itself(world: World) -> None:
    html = unescape(world.http.get(world.url("/standin/devices")).text)

    assert html.count('class="card device"') == 3
    assert KEY not in html


def test_every_file_the_page_names_is_served(world: World) -> None:
    for name in ("devices.css", "devices.js", "phones.css"):
        assert world.http.get(world.url(f"/standin/static/{name}")).status_code == 200


def test_a_card_answers_with_the_pin_that_is_typed(world: World, narrow_page: Page) -> None:
    narrow_page.goto(world.url("/standin/devices?lang=en"))
    card = narrow_page.locator('[data-username="gita"]')

    for pin in ("4826", "7305"):
        card.locator('[name="pin"]').fill(pin)
        card.locator('[name="challenge"]').fill("123456")
        card.get_by_role("button").click()
        shown = respond(CARD, bytes.fromhex(KEY), "123456", pin, 0)
        expect(card.locator(".shown")).to_have_text(f"{shown[:4]} {shown[4:]}")


def test_the_app_of_an_iphone_is_asked_for_no_pin(world: World, narrow_page: Page) -> None:
    """F10: the phone knows its owner by itself."""
    narrow_page.goto(world.url("/standin/devices?lang=zh_CN"))
    app = narrow_page.locator('[data-username="bao"]')

    app.locator('[name="challenge"]').fill("123456")
    app.get_by_role("button").click()

    expect(app.locator('[name="pin"]')).to_have_count(0)
    expect(app.locator(".shown")).not_to_be_empty()


def test_a_printed_card_shows_its_cells(world: World, narrow_page: Page) -> None:
    narrow_page.goto(world.url("/standin/devices?lang=en"))
    card = narrow_page.locator('[data-username="dana"]')

    card.locator("summary").click()

    expect(card.locator("dd")).to_have_count(CARD_CELLS)
    expect(card.locator("dd").nth(49)).to_have_text(cell(bytes.fromhex(KEY), "50"))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_sticks_out_on_a_small_screen(
    world: World, narrow_page: Page, language: str
) -> None:
    narrow_page.goto(world.url(f"/standin/devices?lang={language}"))
    narrow_page.locator("summary").click()

    assert narrow_page.evaluate("document.documentElement.scrollWidth") == 320
