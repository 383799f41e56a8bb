"""The main job in a real browser: no SMS noticed, a chat, a call, a code typed, a login verified.

Runs against a complete instance (`instance_url`), in each language, with a picture of each step.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.enable_socket

WORDS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "zh_CN": ("零", "幺", "二", "三", "四", "五", "六", "七", "八", "九"),
}
DIGIT_OF = {word: str(digit) for words in WORDS.values() for digit, word in enumerate(words)}
DIGIT_OF |= {"oh": "0", "一": "1"}
DIGIT_WORD = re.compile("|".join([rf"\b{word}\b" if word.isascii() else word for word in DIGIT_OF]))
GATE_KEY = re.compile(r"(?:press|按)\s*(?:the\s+)?(?:key\s+|数字)?([0-9]|\w+)", re.IGNORECASE)
SMS_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True)
class Story:
    """What the customer types, and what tells that it was understood."""

    complaint: str
    step: str
    wish: str


STORIES = {
    "en": Story("I never got the code", "Didn't receive a security code?", "call me"),
    "zh_CN": Story("没收到验证码", "没收到安全代码？", "打给我"),
}


class Journey:
    """One customer with a browser and a phone."""

    def __init__(self, context: BrowserContext, url: str, folder: Path) -> None:
        self.context = context
        self.url = url
        self.folder = folder
        self.pictures = 0

    def picture(self, page: Page, name: str) -> None:
        """Keep what a page looks like now."""
        self.pictures += 1
        page.screenshot(path=self.folder / f"{self.pictures:02}-{name}.png")

    def read(self, path: str, **params: str | float | bool) -> Any:
        """Read from the stand-in's control."""
        answer = self.context.request.get(f"{self.url}{path}", params=params)
        assert answer.ok, answer.text()
        return answer.json()

    def reset(self) -> None:
        """Make everything as new."""
        assert self.context.request.post(f"{self.url}/standin/reset", data={}).ok

    def number_of(self, username: str) -> str:
        """Look up a phone in the cast."""
        return next(
            str(each["number"])
            for each in self.read("/standin/cast")
            if each["username"] == username
        )

    def heard(self, number: str) -> list[str]:
        """Return what the phone has said to the person, in order."""
        log = self.read(f"/standin/phones/{number}/log")
        return [entry["text"] for entry in log if entry["kind"] == "heard"]

    def until(self, page: Page, find: Callable[[], str | None], seconds: float = 60) -> str:
        """Look again and again until there is something."""
        for _ in range(int(seconds * 4)):
            if found := find():
                return found
            page.wait_for_timeout(250)
        raise AssertionError(f"nothing came within {seconds} seconds: {find.__name__}")


def gate_key(heard: list[str]) -> str | None:
    """Return the one key that the gate asks for, before any code is spoken."""
    for text in heard:
        for found in GATE_KEY.findall(text):
            if (key := DIGIT_OF.get(found.lower(), found)).isdigit():
                return str(key)
    return None


def spoken_code(heard: list[str]) -> str | None:
    """Return the six digits of the first entry that holds six digit words."""
    for text in heard:
        digits = "".join(DIGIT_OF[word] for word in DIGIT_WORD.findall(text.lower()))
        if len(digits) == 6:
            return digits
    return None


@pytest.mark.parametrize("language", STORIES)
def test_a_customer_who_got_no_code_is_called_and_logs_in(
    language: str, instance_url: str, context: BrowserContext, artefacts: Path
) -> None:
    """From the password to the verified login, with everything that is seen and heard between."""
    story = STORIES[language]
    journey = Journey(context, instance_url, artefacts / language)
    journey.reset()
    number = journey.number_of("alice")

    login = log_in(journey, language)
    the_sms_arrives(journey, login, number)
    phone = open_phone(journey, number, language)
    ask_in_the_chat(journey, login, story)
    code = take_the_call(journey, login, phone, number)
    type_the_code(journey, login, code)


def log_in(journey: Journey, language: str) -> Page:
    """Give username and password; the code is sent at once."""
    page = journey.context.new_page()
    page.goto(f"{journey.url}/login?lang={language}")
    page.wait_for_selector("html[data-ready]")
    journey.picture(page, "login")
    page.fill("#login-username", "alice")
    page.fill("#login-password", "alice-demo-2fa")
    page.click("#login-submit")
    expect(page.locator("#code-intro")).to_contain_text("0101")
    journey.picture(page, "code-sent")
    return page


def the_sms_arrives(journey: Journey, page: Page, number: str) -> None:
    """The message with a code is in the inbox; the customer does not look there."""

    def message() -> str | None:
        texts = [each["text"] for each in journey.read("/standin/messages", to=number)]
        return next((text for text in texts if SMS_CODE.search(text)), None)

    journey.until(page, message, 30)
    expect(page.locator("#login-delivery")).to_be_visible()


def open_phone(journey: Journey, number: str, language: str) -> Page:
    """Take the pretend phone in a second tab."""
    page = journey.context.new_page()
    page.goto(f"{journey.url}/standin?phone={number.replace('+', '%2B')}&lang={language}")
    expect(page.locator(".card")).to_be_visible()
    expect(page.locator(".messages li").first).to_be_attached()
    journey.picture(page, "phone-with-sms")
    return page


def ask_in_the_chat(journey: Journey, page: Page, story: Story) -> None:
    """Complain, see the steps, wish to be called."""
    page.bring_to_front()
    page.click("#chat-launcher")
    expect(page.locator("[data-from=assistant]").first).to_be_visible()
    journey.picture(page, "chat")
    send(page, story.complaint)
    expect(page.locator("#chat-log")).to_contain_text(story.step)
    journey.picture(page, "steps")
    send(page, story.wish)
    journey.picture(page, "call-requested")


def send(page: Page, text: str) -> None:
    """Type into the chat and wait for an answer that is new."""
    before = page.locator("[data-from=assistant]").count()
    page.fill("#chat-input", text)
    page.press("#chat-input", "Enter")
    expect(page.locator("[data-from=assistant]").nth(before)).to_be_visible()


def take_the_call(journey: Journey, login: Page, phone: Page, number: str) -> str:
    """Answer by click, press the key that is asked for, note the digits."""
    expect(login.locator("#chat-live")).to_have_attribute("data-channel", "voice", timeout=60_000)
    expect(login.locator("#chat-live")).to_have_attribute("data-state", "ringing", timeout=60_000)
    journey.picture(login, "ringing-in-chat")
    phone.bring_to_front()
    answer = phone.locator("[data-action=answer]")
    expect(answer).to_be_visible()
    journey.picture(phone, "phone-rings")
    answer.click()
    key = journey.until(phone, lambda: gate_key(journey.heard(number)), 30)
    assert spoken_code(journey.heard(number)) is None
    phone.locator(f'[data-key="{key}"]').click()
    code = journey.until(phone, lambda: spoken_code(journey.heard(number)))
    journey.picture(phone, "code-heard")
    return code


def type_the_code(journey: Journey, page: Page, code: str) -> None:
    """Type what was heard; the login is verified."""
    page.bring_to_front()
    expect(page.locator("#chat-live")).to_have_attribute(
        "data-state", re.compile("answered|read_out"), timeout=30_000
    )
    journey.picture(page, "code-read-out")
    page.fill("#login-code", f"{code[:3]} {code[3:]}")
    page.click("#login-verify")
    expect(page.locator("#login-success")).to_be_visible()
    journey.picture(page, "logged-in")
