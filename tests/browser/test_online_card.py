"""Logging in with a temporary passcode, and the way to an online card, in a real browser.

Served by a whole instance without Rasa: what counts here is the login page and the printed page.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.world import World, shared_world

pytestmark = pytest.mark.enable_socket

DAY = 24 * 3600
PHONE: ViewportSize = {"width": 360, "height": 740}
LANGUAGES = ("en", "zh_CN")
READ_CELLS = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def world() -> World:
    """Give the shared world, as new."""
    world = shared_world()
    world.reset()
    return world


def _log_in(context: BrowserContext, world: World, language: str) -> Page:
    """Log Jun in with the passcode, typed as it looks on a note."""
    page = context.new_page()
    page.goto(f"{world.base_url}/login?lang={language}")
    page.wait_for_selector("html[data-ready]")
    page.fill("#login-username", "jun")
    page.fill("#login-password", "jun-demo-2fa")
    page.click("#login-submit")
    cast = world.http.get("/standin/cast").json()
    passcode = next(each["passcode"] for each in cast if each["username"] == "jun")
    page.fill("#login-code", f"{passcode[:4].lower()} {passcode[4:]}")
    page.click("#login-verify")
    return page


def _open_card(context: BrowserContext, page: Page) -> Page:
    page.click("#card-request")
    with context.expect_page() as opened:
        page.click("#card-open")
    opened.value.wait_for_selector("#card-print:visible")
    return opened.value


def _cells(card: Page) -> dict[str, str]:
    return dict(card.eval_on_selector_all(".cells dl > div", READ_CELLS))


def _prove(page: Page, cells: dict[str, str]) -> None:
    asked = page.locator("#card-challenge strong").all_inner_texts()
    page.fill("#card-cells", "".join(cells[each] for each in asked))
    page.click("#card-prove")


def test_the_field_asks_for_the_temporary_passcode(context: BrowserContext, world: World) -> None:
    page = context.new_page()
    page.goto(f"{world.base_url}/login?lang=en")
    page.wait_for_selector("html[data-ready]")
    page.fill("#login-username", "jun")
    page.fill("#login-password", "jun-demo-2fa")
    page.click("#login-submit")

    expect(page.locator("#login-code-label")).to_have_text("Temporary passcode")
    expect(page.locator("#login-code")).to_have_attribute("inputmode", "text")
    expect(page.locator("#not-received")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_a_card_in_force(context: BrowserContext, world: World, language: str) -> None:
    page = _log_in(context, world, language)
    expect(page.locator("#login-success")).to_be_visible()
    page.click("#login-card")
    card = _open_card(context, page)
    cells = _cells(card)
    page.click("#card-printed")

    page.fill("#card-cells", "AAAAAA")
    page.click("#card-prove")
    expect(page.locator("#login-alert")).to_be_visible()
    expect(page.locator("#card-cells")).to_be_focused()
    _prove(page, cells)

    expect(page.locator("#card-done-title")).to_be_visible()
    expect(page.locator("#card-until")).to_contain_text("20")
    assert len(cells) == 224
    assert card.locator("html").get_attribute("lang") == language.replace("_", "-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_two_days_the_page_says_what_can_still_be_done(
    context: BrowserContext, world: World, language: str
) -> None:
    """F13."""
    world.http.advance(3 * DAY)
    page = _log_in(context, world, language)

    expect(page.locator("#card-title")).to_be_visible()
    expect(page.locator("#card-why")).not_to_be_empty()
    expect(page.locator("#login-success")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_fits_one_sheet_and_a_narrow_screen(
    context: BrowserContext, world: World, language: str
) -> None:
    page = _log_in(context, world, language)
    page.click("#login-card")
    card = _open_card(context, page)

    sheets = card.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    card.set_viewport_size(PHONE)

    assert sheets == 1
    assert card.evaluate(WIDTH) <= PHONE["width"]


def test_a_card_that_cannot_be_shown_says_so_on_a_page(
    context: BrowserContext, world: World
) -> None:
    page = _log_in(context, world, "en")
    page.click("#login-card")
    page.click("#card-request")
    expect(page.locator("#card-open")).to_be_visible()
    page.evaluate("document.getElementById('card-login').value = 'another'")

    with context.expect_page() as opened:
        page.click("#card-open")

    expect(opened.value.locator(".refusal")).to_be_visible()
    assert opened.value.locator(".cells").count() == 0


def test_after_ten_days_the_login_page_names_client_services(
    context: BrowserContext, world: World
) -> None:
    """F15."""
    world.http.advance(10 * DAY)
    page = context.new_page()
    page.goto(f"{world.base_url}/login?lang=en")
    page.wait_for_selector("html[data-ready]")
    page.fill("#login-username", "jun")
    page.fill("#login-password", "jun-demo-2fa")
    page.click("#login-submit")

    expect(page.locator("#login-alert")).to_contain_text("ibkr.com/support")
