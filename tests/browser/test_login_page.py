"""How the login page behaves in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .pretend_server import RIGHT_CODE, PretendServer

pytestmark = pytest.mark.enable_socket

FULL_WIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in RIGHT_CODE)
Visit = Callable[..., Page]


def log_in(page: Page, ending: str = "-demo-2fa") -> None:
    """Give the username and the password of the demo, or one with a wrong ending."""
    page.fill("#login-username", "alice")
    page.fill("#login-password", f"alice{ending}")
    page.click("#login-submit")


def at_the_code(visit: Visit) -> Page:
    """Go as far as the Security Code."""
    page = visit("/login?lang=en")
    log_in(page)
    expect(page.locator("#code-intro")).to_contain_text("+1 ••• 0101")
    return page


def test_a_refused_login_says_one_sentence(visit: Visit) -> None:
    """The password is cleared and the focus waits there."""
    page = visit("/login?lang=en")
    log_in(page, "-wrong")

    expect(page.locator("#login-alert")).to_contain_text("check your username and password")
    expect(page.locator("#login-password")).to_have_value("")
    expect(page.locator("#login-password")).to_be_focused()


def test_the_code_is_sent_at_once_for_an_sms_factor(visit: Visit, server: PretendServer) -> None:
    """The field is ready for the phone's own suggestion."""
    page = at_the_code(visit)

    assert server.codes_asked == ["sms"]
    field = page.locator("#login-code")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    expect(field).to_have_attribute("inputmode", "numeric")


@pytest.mark.parametrize("typed", ["402718", "402 718", "402-718", FULL_WIDTH, " 402\u3000718 "])
def test_the_code_may_be_typed_in_any_form(visit: Visit, server: PretendServer, typed: str) -> None:
    """Spaces, hyphens and full-width digits reach the server as six digits."""
    page = at_the_code(visit)
    page.fill("#login-code", typed)
    page.click("#login-verify")

    expect(page.locator("#login-success")).to_be_visible()
    assert server.responses == [RIGHT_CODE]


def test_a_wrong_code_is_cleared(visit: Visit) -> None:
    """One sentence, whatever was wrong."""
    page = at_the_code(visit)
    page.fill("#login-code", "111111")
    page.click("#login-verify")

    expect(page.locator("#login-alert")).to_contain_text("not accepted")
    expect(page.locator("#login-code")).to_have_value("")
    expect(page.locator("#login-code")).to_be_focused()


def test_voice_is_one_of_two_choices(visit: Visit, server: PretendServer) -> None:
    """The link of the knowledge base opens SMS and Voice (F1 to F3)."""
    page = at_the_code(visit)
    page.click("#login-not-received")
    page.click("#login-resend-voice")

    expect(page.locator("#code-intro")).to_contain_text("calling")
    expect(page.locator("#login-delivery")).to_have_attribute("data-channel", "voice")
    assert server.codes_asked == ["sms", "voice"]


def test_too_soon_counts_down(visit: Visit, server: PretendServer) -> None:
    """The button waits as long as the server says; the other way stays open."""
    page = at_the_code(visit)
    server.code_trouble(429, "resend_too_soon", 2)
    page.click("#login-not-received")
    page.click("#login-resend-sms")

    expect(page.locator("#login-resend-sms .wait")).to_contain_text("s")
    expect(page.locator("#login-resend-voice")).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("#login-resend-sms")).not_to_have_attribute("aria-disabled", "true")


def test_a_channel_that_does_not_reach_says_why_and_what_else(
    visit: Visit, server: PretendServer
) -> None:
    """The reason and the offer of the answer become two sentences."""
    page = at_the_code(visit)
    server.code_trouble(409, "channel_unavailable", reason="country_not_reached", offer="sms")
    page.click("#login-not-received")
    page.click("#login-resend-voice")

    expect(page.locator("#resend-note")).to_contain_text("country cannot be reached")
    expect(page.locator("#resend-note")).to_contain_text("choose SMS instead")


def test_a_chat_opened_before_the_login_starts_afresh(visit: Visit, server: PretendServer) -> None:
    """The new conversation is bound to the login and says that it is new."""
    page = visit("/login?lang=en")
    page.click("#chat-launcher")
    page.wait_for_selector(".option")
    log_in(page)

    expect(page.locator(".divider")).to_be_visible()
    expect(page.locator(".message")).to_have_count(1)
    assert [session.login is None for session in server.sessions.values()] == [True, False]


def test_a_reload_keeps_the_pending_login(visit: Visit, server: PretendServer) -> None:
    """On a phone one leaves the page to read the message; the code is not sent again."""
    page = at_the_code(visit)
    page.reload()

    expect(page.locator("#login-code")).to_be_visible()
    assert server.codes_asked == ["sms"]


def test_the_language_changes_without_losing_the_login(visit: Visit) -> None:
    """Words that hold a value keep it."""
    page = at_the_code(visit)
    page.click("#site-language [data-language-choice=zh_CN]")

    expect(page.locator("#code-intro")).to_contain_text("验证码已发送至 +1 ••• 0101")
    expect(page.locator("#login-not-received")).to_have_text("没收到安全代码？")
