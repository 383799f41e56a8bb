"""How the chat panel behaves in a real browser, whatever the server and the network do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from .pretend_server import PretendServer

pytestmark = pytest.mark.enable_socket

Visit = Callable[..., Page]
ENTER_OF_AN_INPUT_METHOD = """options => document.getElementById("chat-input").dispatchEvent(
    new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true, ...options}))"""


def opened(visit: Visit, path: str = "/?lang=en") -> Page:
    """Open the panel and wait for the greeting."""
    page = visit(path)
    page.click("#chat-launcher")
    page.wait_for_selector(".option")
    return page


def say(page: Page, text: str) -> None:
    """Type and press Enter."""
    page.fill("#chat-input", text)
    page.press("#chat-input", "Enter")


@pytest.mark.parametrize("options", [{"isComposing": True}, {"keyCode": 229}])
def test_committing_pinyin_never_sends(
    visit: Visit, server: PretendServer, options: dict[str, object]
) -> None:
    """The Enter that ends a composition belongs to the input method."""
    page = opened(visit)
    page.fill("#chat-input", "没收到")
    page.evaluate(ENTER_OF_AN_INPUT_METHOD, options)

    expect(page.locator("#chat-input")).to_have_value("没收到")
    assert server.session.received == []


def test_shift_and_enter_break_the_line(visit: Visit, server: PretendServer) -> None:
    """Only Enter alone sends."""
    page = opened(visit)
    page.fill("#chat-input", "one")
    page.press("#chat-input", "Shift+Enter")
    page.type("#chat-input", "two")
    page.press("#chat-input", "Enter")

    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    assert server.session.received[0]["text"] == "one\ntwo"


def test_a_message_shows_once_though_it_comes_twice(visit: Visit) -> None:
    """The answer and the event carry the same id; the customer's own words are taken over."""
    page = opened(visit)
    say(page, "my code is 123456")

    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    expect(page.locator("[data-from=customer] .text")).to_have_text("my code is [code]")
    page.wait_for_timeout(500)
    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    expect(page.locator("[data-from=customer]")).to_have_count(1)


def test_retry_repeats_the_same_message(visit: Visit, server: PretendServer) -> None:
    """A failed message says so, and its second try carries the same client id."""
    page = opened(visit)
    server.trouble(503, "assistant_unavailable")
    say(page, "hi")
    expect(page.locator(".failure")).to_contain_text("cannot answer right now")
    page.click(".failure button")

    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    expect(page.locator(".failure")).to_have_count(0)
    expect(page.locator("[data-from=customer]")).to_have_count(1)
    first, second = server.session.received
    assert first["client_id"] == second["client_id"]


def test_slow_down_says_for_how_long(visit: Visit, server: PretendServer) -> None:
    """The wait of the answer stands in the sentence."""
    page = opened(visit)
    server.trouble(429, "slow_down", 7)
    say(page, "hi")

    expect(page.locator(".failure")).to_contain_text("wait 7 seconds")


def test_who_goes_quiet_in_the_middle_of_steps_is_told_once_that_nothing_is_lost(
    visit: Visit,
) -> None:
    """Three minutes of silence get one calm sentence, and the customer's next words none."""
    page = opened(visit)
    page.clock.install()
    say(page, "no code")
    expect(page.locator("[data-from=assistant]")).to_have_count(2)

    page.clock.fast_forward("02:59")
    expect(page.locator(".divider")).to_have_count(0)
    page.clock.fast_forward("00:02")
    expect(page.locator(".divider")).to_have_count(1)
    page.clock.fast_forward("10:00")
    expect(page.locator(".divider")).to_have_count(1)


def test_options_lock_after_the_choice(visit: Visit, server: PretendServer) -> None:
    """The chosen one stays marked, its neighbours can no longer be chosen."""
    page = opened(visit)
    page.click("[data-option=yes]")

    expect(page.locator("[data-option=yes]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-option=no]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-option=next]")).not_to_have_attribute("aria-disabled", "true")
    page.locator("[data-option=no]").click(force=True)
    assert [each.get("option") for each in server.session.received] == ["yes"]


def test_escape_closes_and_the_focus_returns(visit: Visit) -> None:
    """Everything can be done with the keyboard, and Tab can leave."""
    page = visit()
    page.focus("#chat-launcher")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-input")).to_be_focused()
    expect(page.locator("#chat-launcher")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")

    expect(page.locator("#chat-panel")).to_be_hidden()
    expect(page.locator("#chat-launcher")).to_be_focused()


def test_a_reload_keeps_the_conversation(visit: Visit, server: PretendServer) -> None:
    """The session lives as long as the tab, and is shown again without being announced."""
    page = opened(visit)
    say(page, "hi")
    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    page.reload()

    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    expect(page.locator("[data-from=customer]")).to_have_count(1)
    expect(page.locator("#chat-log")).to_have_attribute("aria-live", "polite")
    assert len(server.sessions) == 1


def test_a_broken_stream_resumes_where_it_was(visit: Visit, server: PretendServer) -> None:
    """Nothing is lost and nothing comes twice."""
    page = opened(visit)
    expect(page.locator(".message")).to_have_count(1)
    server.session.message("agent", "before")
    expect(page.locator("[data-from=agent]")).to_have_count(1)
    with page.expect_request("**/api/chat/events"):
        server.drop_streams()
    server.session.message("agent", "after")

    expect(page.locator("[data-from=agent]")).to_have_count(2)
    expect(page.locator(".message")).to_have_count(3)
    assert server.resumed_from == ["0", "2"]


def test_without_streams_the_long_poll_brings_the_news(visit: Visit, server: PretendServer) -> None:
    """A server that has no stream left still reaches the customer."""
    server.has_streams = False
    page = opened(visit)
    server.session.message("agent", "by poll")

    expect(page.locator("[data-from=agent] .text")).to_have_text("by poll")
    expect(page.locator("#chat-connection")).to_be_hidden()


def test_an_outage_shows_a_banner_until_it_is_over(visit: Visit, server: PretendServer) -> None:
    """The customer sees that the connection is being repaired."""
    page = opened(visit)
    page.route("**/api/chat/events**", lambda route: route.abort())
    server.drop_streams()
    expect(page.locator("#chat-connection")).to_be_visible()
    page.unroute("**/api/chat/events**")

    expect(page.locator("#chat-connection")).to_be_hidden()


def test_a_forgotten_session_is_replaced_quietly(visit: Visit, server: PretendServer) -> None:
    """What the customer types is answered all the same."""
    page = opened(visit)
    page.route("**/api/chat/events**", lambda route: route.abort())
    server.forget_sessions()
    page.unroute("**/api/chat/events**")
    say(page, "still there")

    expect(page.locator(".message .text").last).to_have_text("you said still there")
    senders = page.eval_on_selector_all(".message", "all => all.map(each => each.dataset.from)")
    assert senders[-2:] == ["customer", "assistant"]
    expect(page.locator(".failure")).to_have_count(0)


def test_the_language_changes_in_place(visit: Visit, server: PretendServer) -> None:
    """Page and panel change, the history stays, and the assistant hears of it."""
    page = opened(visit)
    page.click("#chat-language [data-language-choice=zh_CN]")

    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#chat-title")).to_have_text("安全登录助手")
    expect(page.locator("[data-from=assistant]").first).to_have_attribute("lang", "en")
    expect(page.locator("[data-from=customer] .text")).to_have_text("请用中文")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_live_line_follows_the_call(visit: Visit, server: PretendServer) -> None:
    """It appears with the first news and changes with each."""
    page = opened(visit)
    expect(page.locator("#chat-live")).to_be_hidden()
    for state, words in (
        ("ringing", "ringing"),
        ("answered", "Press the key"),
        ("read_out", "read"),
    ):
        server.session.tell("delivery", {"delivery": "d", "channel": "voice", "state": state})
        expect(page.locator("#chat-live")).to_contain_text(words)


def test_text_of_others_is_never_markup(visit: Visit, server: PretendServer) -> None:
    """What looks like HTML is shown as it was written."""
    page = opened(visit)
    server.session.message("agent", "<img src=x onerror=alert(1)> see ibkr.com/support.")

    expect(page.locator("[data-from=agent] .text")).to_have_text(
        "<img src=x onerror=alert(1)> see ibkr.com/support."
    )
    expect(page.locator(".message img")).to_have_count(0)
    expect(page.locator("[data-from=agent] a")).to_have_attribute(
        "href", "https://ibkr.com/support"
    )


def test_a_closed_conversation_offers_a_new_one(visit: Visit, server: PretendServer) -> None:
    """The field gives way to a button."""
    page = opened(visit)
    say(page, "close")
    expect(page.locator("#chat-form")).to_be_hidden()
    page.click("#chat-restart")

    expect(page.locator("#chat-form")).to_be_visible()
    expect(page.locator(".message")).to_have_count(1)
    assert len(server.sessions) == 2


def test_a_topic_opens_the_chat_with_its_question(visit: Visit) -> None:
    """The greeting comes first, then the question, then its answer."""
    page = visit("/?lang=zh_CN")
    page.click("#topic-code")

    expect(page.locator("[data-from=assistant]")).to_have_count(2)
    senders = page.eval_on_selector_all(".message", "all => all.map(each => each.dataset.from)")
    assert senders == ["assistant", "customer", "assistant"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("path", ["/", "/login"])
@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_never_scrolls_sideways(
    browser: Browser, server: PretendServer, width: int, path: str, language: str
) -> None:
    """Neither the page nor the open chat is wider than the screen; the chat fills it."""
    page = browser.new_page(viewport={"width": width, "height": 640})
    page.goto(f"{server.url}{path}?lang={language}")
    page.wait_for_selector("html[data-ready]")
    is_wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(is_wide)
    page.click("#chat-launcher")
    page.wait_for_selector(".option")

    assert not page.evaluate(is_wide)
    assert page.eval_on_selector("#chat-scroll", "each => each.scrollWidth <= each.clientWidth")
    box = page.locator("#chat-panel").bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (width, 640)
    page.close()


@pytest.mark.parametrize("path", ["/?lang=en", "/login?lang=zh_CN"])
def test_the_strict_policy_refuses_nothing_we_use(visit: Visit, path: str) -> None:
    """No violation is reported while the page is opened and the chat is used."""
    page = visit(path)
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.click("#chat-launcher")
    page.wait_for_selector(".option")
    say(page, "hi")
    expect(page.locator("[data-from=assistant]")).to_have_count(2)

    assert complaints == []
