"""The page in a real browser: a person answers, listens, presses keys and reads messages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.standin.world import ALICE, BAO, LINE, Person, World

SPEECH_TWIN = """
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (words) => window.spoken.push([words.text, words.lang]), cancel() {}, getVoices: () => [],
} });
"""
GATE = (
    '<Gather numDigits="1" action="code" timeout="60">'
    '<Say language="cmn-CN">请按 1 键。</Say></Gather>'
)


@pytest.fixture(scope="module")
def narrow_page(browser: Browser) -> Iterator[Page]:
    """Give a page as wide as a small phone, of a person who wants little motion."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_person_takes_a_call_with_the_keyboard_alone(world: World, narrow_page: Page) -> None:
    troubles: list[str] = []
    narrow_page.on("console", lambda message: troubles.append(message.text))
    narrow_page.on("pageerror", lambda error: troubles.append(str(error)))
    world.bot.says("start", GATE)
    world.bot.says("code", '<Gather timeout="60"><Say>four. zero.</Say></Gather>')
    narrow_page.goto(world.url("/standin?lang=en"))
    card = narrow_page.locator("#phone-12025550101")
    expect(card).to_have_attribute("data-state", "idle")

    world.call()
    expect(card).to_have_attribute("data-state", "ringing")
    narrow_page.locator("#alert a").press("Enter")
    expect(card.locator('[data-action="answer"]')).to_be_focused()
    narrow_page.keyboard.press("Enter")
    expect(card.locator(".log")).to_contain_text("请按 1 键。")
    narrow_page.keyboard.press("1")
    expect(card.locator(".log")).to_contain_text("four. zero.")
    card.locator('[data-action="hangup"]').press("Enter")
    expect(card).to_have_attribute("data-state", "idle")

    assert card.get_by_text("请按 1 键。").get_attribute("lang") == "zh-CN"
    assert troubles == []


def test_what_is_heard_is_spoken_in_its_language_until_the_sound_is_off(
    world: World, alice: Person, narrow_page: Page
) -> None:
    narrow_page.add_init_script(SPEECH_TWIN)
    world.bot.says("start", GATE)
    world.bot.says("code", '<Gather timeout="60"><Say>four. zero.</Say></Gather>')
    narrow_page.goto(world.url("/standin?lang=en"))
    card = narrow_page.locator("#phone-12025550101")
    world.call()

    card.locator('[data-action="answer"]').click()
    expect(card.locator(".log")).to_contain_text("请按 1 键。")
    narrow_page.locator("#sound").click()
    card.locator('[data-key="1"]').click()
    expect(card.locator(".log")).to_contain_text("four. zero.")
    spoken = narrow_page.evaluate("window.spoken")
    narrow_page.locator("#sound").click()

    assert spoken == [["请按 1 键。", "zh-CN"]]
    assert alice.state() == "in_call"


def test_a_message_opens_the_inbox(world: World, narrow_page: Page) -> None:
    narrow_page.goto(world.url("/standin?lang=zh_CN"))
    card = narrow_page.locator("#phone-85251230102")
    expect(card).to_have_attribute("data-state", "idle")
    world.phone(BAO).log()

    world.twilio.messages.create(to=BAO, from_=LINE, body="您的代码")

    expect(card.locator(".messages")).to_contain_text("您的代码")
    expect(card.locator(".count")).to_have_text("1")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_sticks_out_on_a_small_screen(
    world: World, alice: Person, narrow_page: Page, language: str
) -> None:
    world.bot.says("start", GATE)
    world.call()
    alice.answers()
    world.call(BAO)
    narrow_page.goto(world.url(f"/standin?lang={language}"))
    expect(narrow_page.locator('[data-state="ringing"]')).to_have_count(1)

    width = narrow_page.evaluate("document.documentElement.scrollWidth")

    assert width == 320


def test_the_page_of_one_phone_shows_no_other(world: World, narrow_page: Page) -> None:
    narrow_page.goto(world.url(f"/standin?lang=en&phone={ALICE}"))

    expect(narrow_page.locator(".card")).to_have_count(1)
    expect(narrow_page.locator(".card .number")).to_have_text(ALICE)


def test_a_fault_is_switched_on_and_off_on_the_page(world: World, narrow_page: Page) -> None:
    narrow_page.goto(world.url("/standin?lang=zh_CN"))
    panel = narrow_page.locator("#faults")
    panel.locator("summary").click()

    panel.locator('[data-switch="api"]').select_option("unavailable")
    panel.locator('[data-switch="calls_per_second"]').select_option("0.5")
    expect(panel.locator(".panel-count")).to_contain_text("2")
    on = world.http.get(world.url("/standin/faults")).json()
    panel.locator(".panel-off").click()
    expect(panel.locator(".panel-count")).to_be_empty()

    assert (on["api"], on["calls_per_second"]) == ({"fault": "unavailable", "times": None}, 0.5)
    assert set(world.http.get(world.url("/standin/faults")).json().values()) == {None}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_switches_fit_a_small_screen(world: World, narrow_page: Page, language: str) -> None:
    narrow_page.goto(world.url(f"/standin?lang={language}"))

    narrow_page.locator("#faults summary").click()

    expect(narrow_page.locator("#faults .panel-off")).to_be_visible()
    assert narrow_page.evaluate("document.documentElement.scrollWidth") == 320


def test_voicemail_takes_a_call_on_the_page(world: World, narrow_page: Page) -> None:
    world.bot.says("start", GATE)
    narrow_page.goto(world.url("/standin?lang=en"))
    card = narrow_page.locator("#phone-12025550101")
    world.call()

    card.locator('[data-action="voicemail"]').click()

    expect(card.locator(".log")).to_contain_text("请按 1 键。")
    expect(card.locator(".happening").nth(1)).to_contain_text("Voicemail answered")


def test_a_call_that_is_over_leads_to_its_trace(world: World, narrow_page: Page) -> None:
    narrow_page.goto(world.url("/standin?lang=en"))
    card = narrow_page.locator("#phone-12025550101")
    call = world.call()

    card.locator('[data-action="reject"]').click()

    link = card.locator(".happening a")
    expect(link).to_have_attribute("href", f"/standin/calls/{call.sid}/trace")
    assert world.http.get(world.url(f"/standin/calls/{call.sid}/trace")).json()["status"] == "busy"


def test_a_country_is_shut_and_messages_are_slowed_down_on_the_page(
    world: World, narrow_page: Page
) -> None:
    narrow_page.goto(world.url("/standin?lang=zh_CN"))
    panel = narrow_page.locator("#network")
    panel.locator("summary").click()

    panel.locator(".geo-add").select_option("SG")
    panel.locator('[data-country="SG"][data-channel="voice"]').uncheck()
    panel.locator('[data-limit="segments_per_second"]').select_option("by_sender")
    panel.locator('[data-limit="queue_seconds"]').select_option("60")
    expect(panel.locator(".panel-count")).to_contain_text("6")
    geo = world.http.get(world.url("/standin/geo")).json()
    limits = world.http.get(world.url("/standin/limits")).json()
    panel.locator(".panel-off").click()
    expect(panel.locator('[data-country="SG"]')).to_have_count(0)

    assert geo["countries"]["SG"] == {"voice": False, "sms": True}
    assert limits == {"segments_per_second": "by_sender", "queue_seconds": 60.0}
    assert narrow_page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_message_that_waits_or_fails_is_not_in_the_inbox(world: World, narrow_page: Page) -> None:
    world.faults(messages={"fault": "unreachable", "times": 1})
    world.twilio.messages.create(to=ALICE, from_=LINE, body="lost")
    world.twilio.messages.create(to=ALICE, from_=LINE, body="arrived")

    narrow_page.goto(world.url("/standin?lang=en"))
    card = narrow_page.locator("#phone-12025550101")

    expect(card.locator(".messages li")).to_have_count(1)
    expect(card.locator(".messages")).to_contain_text("arrived")
