"""The list of callbacks in a real browser: it renews itself, and the agent keeps their place."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from sls.domain.calls import CallTurn
from tests.people import NUMBERS
from tests.world import World, shared_world

pytestmark = pytest.mark.enable_socket

WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
SIZES = {"wide": WIDE, "phone": PHONE}
PEOPLE = ("alice", "bao", "chen", "dana", "eli", "gita", "hugo")
# What the page promises, in milliseconds; Playwright looks again and again until then.
SOON = 2000
LIST = "/desk/callbacks"


@pytest.fixture
def world() -> World:
    """Give the shared world, as new."""
    world = shared_world()
    world.reset()
    return world


@pytest.fixture(params=SIZES)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """Open a window of a desktop's or a phone's size."""
    context = browser.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page that allows no trouble on its console."""
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    assert troubles == []


def ask(world: World, username: str, hours: int = 2) -> str:
    """Let a customer wait for a call; return the id of the entry on the page."""
    due_at = world.core.clock.now() + timedelta(hours=hours)
    return f"callback-{world.core.attending.ask(username, due_at, None).id}"


def visit(page: Page, world: World, language: str = "en") -> None:
    """Open the list, and wait for its script."""
    page.goto(f"{world.base_url}{LIST}?lang={language}")
    page.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_who_begins_to_wait_appears_without_a_reload(
    page: Page, world: World, language: str
) -> None:
    visit(page, world, language)
    expect(page.locator("#nobody")).to_be_visible()
    page.evaluate("window.isSamePage = true")

    entry = page.locator(f"#{ask(world, 'alice')}")

    expect(entry).to_be_visible(timeout=SOON)
    expect(page.locator("#nobody")).to_have_count(0)
    expect(page).to_have_title(f"(1) {world.core.texts.text(language, 'desk.callbacks.title')}")
    news = world.core.texts.text(language, "desk.live.news")
    expect(page.locator("[data-live-news]")).to_have_text(news)
    assert page.evaluate("window.isSamePage") is True


def test_a_changed_state_is_seen_and_a_settled_request_goes(page: Page, world: World) -> None:
    called, settled = ask(world, "alice"), ask(world, "bao")
    visit(page, world)

    world.core.attending.ring_now(called.removeprefix("callback-"))
    world.core.ringing_back.look_after()
    world.core.attending.finish(settled.removeprefix("callback-"))

    expect(page.locator(f"#{called}")).to_have_attribute("data-state", "calling", timeout=SOON)
    expect(page.locator(f"#{settled}")).to_have_count(0, timeout=SOON)


def test_a_caller_who_is_put_through_appears_and_then_how_it_ended(
    page: Page, world: World
) -> None:
    visit(page, world)
    line, number = world.core.answering_line, NUMBERS["alice"]
    line.answer("CA1", number)
    for turn, key in enumerate(("1", "0")):
        line.hear("CA1", turn, CallTurn(keys=key, caller=number))
    entry = page.locator("[data-live=transfers] > [data-entry]")
    expect(entry).to_have_count(1, timeout=SOON)
    state = entry.get_attribute("data-state")
    assert state is not None

    line.end("CA1")

    expect(entry).not_to_have_attribute("data-state", state, timeout=SOON)


@pytest.mark.parametrize("anchoring", ["auto", "none"])
def test_the_keyboard_and_the_scroll_stay_where_they_are(
    page: Page, world: World, anchoring: str
) -> None:
    """Also in browsers that do not anchor the scroll by themselves."""
    entries = [ask(world, username, hours=4) for username in PEOPLE[:-1]]
    visit(page, world)
    page.evaluate("how => document.documentElement.style.overflowAnchor = how", anchoring)
    button = page.locator(f"#{entries[3]} button").last
    button.focus()
    before = button.bounding_box()

    first = ask(world, PEOPLE[-1], hours=1)
    expect(page.locator(f"#{first}")).to_have_count(1, timeout=SOON)

    after = button.bounding_box()
    expect(button).to_be_focused()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=2)


def test_the_keyboard_finds_its_button_again_when_its_entry_changes(
    page: Page, world: World
) -> None:
    entry = ask(world, "alice")
    visit(page, world)
    written = page.locator(f"#{entry} .facts strong").inner_text()
    page.locator(f"#{entry} button").last.focus()

    world.core.attending.ring_now(entry.removeprefix("callback-"))

    strong = page.locator(f"#{entry} .facts strong")
    expect(strong).not_to_have_text(written, timeout=SOON)
    expect(page.locator(f"#{entry} button").last).to_be_focused()


def test_a_button_that_is_held_down_stays_until_it_is_let_go(page: Page, world: World) -> None:
    entry = ask(world, "alice")
    visit(page, world)
    done = page.locator(f"#{entry} button").last
    done.hover()
    page.mouse.down()

    world.core.attending.ring_now(entry.removeprefix("callback-"))
    with page.expect_response(f"**{LIST}?*"):
        pass
    with page.expect_response(f"**{LIST}/*/finish"):
        page.mouse.up()

    expect(page.locator("#nobody")).to_be_visible()


def test_a_list_that_cannot_be_renewed_says_so_until_it_can(
    context: BrowserContext, world: World
) -> None:
    page = context.new_page()
    visit(page, world)
    page.route(f"**{LIST}*", lambda route: route.abort())
    expect(page.locator("[data-live-lost]")).to_be_visible()

    page.unroute(f"**{LIST}*")

    expect(page.locator("[data-live-lost]")).to_be_hidden()


def test_another_page_in_place_of_the_list_is_not_taken_for_news_of_it(
    context: BrowserContext, world: World
) -> None:
    """A page to log in is answered with 200 too, again and again the same."""
    page = context.new_page()
    entry = ask(world, "alice")
    visit(page, world)
    page.route(f"**{LIST}*", lambda route: route.fulfill(status=200, body="<form>log in</form>"))
    lost = page.locator("[data-live-lost]")
    expect(lost).to_be_visible()

    for _ in range(2):
        with page.expect_response(f"**{LIST}*"):
            pass
        assert lost.is_visible()

    expect(page.locator(f"#{entry}")).to_be_visible()
    page.unroute(f"**{LIST}*")
    expect(lost).to_be_hidden()


def test_a_list_that_leads_elsewhere_is_not_taken_for_news_of_it(
    context: BrowserContext, world: World
) -> None:
    page = context.new_page()
    visit(page, world)

    page.evaluate(
        """() => {
          const fetched = window.fetch;
          window.fetch = async (...asked) =>
            Object.defineProperty(await fetched(...asked), "redirected", { value: true });
        }"""
    )

    expect(page.locator("[data-live-lost]")).to_be_visible()


def test_without_scripts_a_reload_shows_the_same(browser: Browser, world: World) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{world.base_url}{LIST}?lang=en")

    entry = ask(world, "alice")
    page.reload()
    page.locator(f"#{entry} button").last.click()

    expect(page.locator("#nobody")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_of_the_desk_is_reached_from_every_other(
    page: Page, world: World, language: str
) -> None:
    ask(world, "alice")
    page.goto(f"{world.base_url}/desk/procedures/change_pin?lang={language}")

    for path in (LIST, "/desk/procedures"):
        page.locator(f'.site-header nav a[href="{path}"]').click()
        expect(page).to_have_url(f"{world.base_url}{path}")
        viewport = page.viewport_size
        assert viewport is not None
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
