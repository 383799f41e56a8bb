"""Our line, called from the stand-in's phones: whole journeys in both languages."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from sls.domain.messages import Utterance
from tests.people import Chat, Phone, eventually
from tests.world import World, shared_world
from voice.ear import for_the_ear
from voice.tongues import read_tongue

# What Alice may confirm by SMS before she has withdrawn anything.
DAY_CENTS, WINDOW_CENTS = 200_000_00, 600_000_00
OWN_LIMIT = {
    "device": Utterance("limit.sms"),
    "remaining_cents": DAY_CENTS,
    "used_today_cents": 0,
    "used_cents": 0,
    "figures": Utterance(
        "limits.figures.limited", {"day_cents": DAY_CENTS, "window_cents": WINDOW_CENTS}
    ),
}
ALICE, CHEN = "+12025550101", "+6585550103"


@pytest.fixture
def product() -> World:
    """Give the whole product, as new."""
    world = shared_world()
    world.reset()
    return world


@dataclass
class Caller:
    """Somebody who calls our line and hears what is new since they last did something."""

    world: World
    number: str
    language: str
    phone: Phone = field(init=False)
    known: int = 0

    def __post_init__(self) -> None:
        self.phone = Phone(self.world.http, self.number)

    def calls(self) -> "Caller":
        """Ring the line."""
        self.phone.does("call")
        return self

    def hears(self, message_id: str, **values: Any) -> list[str]:
        """Wait until this was said since the last key, and return all that was."""
        words = self.in_words(message_id, **values)
        eventually(lambda: any(words in text for text in self.new()))
        return self.new()

    def presses(self, keys: str) -> None:
        """Press keys; what was heard before is old news."""
        self.known = len(self.phone.log("heard"))
        self.phone.does("press", digits=keys)

    def says(self, words: str, confidence: float = 0.9) -> None:
        """Say something."""
        self.known = len(self.phone.log("heard"))
        self.phone.does("say", text=words, confidence=confidence)

    def new(self) -> list[str]:
        """Return what was heard since."""
        return [entry["text"] for entry in self.phone.log("heard")[self.known :]]

    def in_words(self, message_id: str, **values: Any) -> str:
        """Return a text as the voice says it."""
        return heard_as(self.world, self.language, message_id, **values)

    def is_hung_up(self) -> bool:
        """Whether the call is over."""
        phones = self.world.http.get("/standin/phones").json()
        return any(each["number"] == self.number and each["state"] == "idle" for each in phones)


def heard_as(world: World, language: str, message_id: str, **values: Any) -> str:
    """Return a text of the catalogue in words for the ear, in one line as a log has it."""
    texts = world.core.texts
    spoken = for_the_ear(texts.text(language, message_id, **values), read_tongue(texts, language))
    return " ".join(spoken.split())


@pytest.mark.parametrize(
    ("language", "key", "said", "wish"),
    [("en", "1", "next", "I never got the code"), ("zh_CN", "2", "next", "没收到验证码")],
)
def test_a_procedure_is_walked_to_its_end_by_keys_and_words(
    product: World, language: str, key: str, said: str, wish: str
) -> None:
    caller = Caller(product, ALICE, language).calls()
    caller.hears("line.greeting", key=key)
    caller.presses(key)
    caller.hears("line.menu")

    caller.says(wish)
    caller.hears("ask.platform")
    caller.presses("2")
    caller.hears("line.step_keys")
    caller.says(said)
    caller.hears("code_not_received.choose_voice.tws")
    caller.presses("1")
    caller.hears("code_not_received.wait_for_call")
    caller.presses("1")
    caller.presses("1")
    caller.presses("1")

    caller.hears("walk.finished")


@pytest.mark.parametrize(("language", "key"), [("en", "1"), ("zh_CN", "2")])
def test_a_caller_is_put_through_to_a_person(product: World, language: str, key: str) -> None:
    agent = Phone(product.http, product.settings.agent_number or "")
    caller = Caller(product, CHEN, language).calls()
    caller.hears("line.greeting", key=key)
    caller.presses(key)
    caller.hears("line.menu")

    caller.presses("0")
    caller.hears("line.connecting")
    agent.takes_the_call()
    caller.phone.talks_with(agent)
    agent.does("hangup")

    eventually(caller.is_hung_up)


def test_a_person_who_is_busy_leads_back_to_the_menu(product: World) -> None:
    agent = Phone(product.http, product.settings.agent_number or "")
    caller = Caller(product, CHEN, "en").calls()
    caller.hears("line.greeting", key="1")
    caller.presses("1")
    caller.hears("line.menu")
    caller.presses("0")
    eventually(agent.rings)

    agent.does("reject")

    caller.hears("line.person_missed")


@pytest.mark.parametrize(("language", "key", "ready"), [("en", "1", "1"), ("zh_CN", "2", "1")])
def test_after_a_dropped_call_one_goes_on_at_the_step(
    product: World, language: str, key: str, ready: str
) -> None:
    caller = Caller(product, ALICE, language).calls()
    caller.hears("line.greeting", key=key)
    for pressed in (key, "1", "1"):
        caller.presses(pressed)
    caller.hears("line.step_keys")
    caller.phone.does("hangup")
    eventually(caller.is_hung_up)
    caller.known = len(caller.phone.log("heard"))

    caller.calls()
    asked = caller.hears("line.resume")
    caller.presses(ready)

    caller.hears("line.step_keys")
    title = heard_as(product, language, "code_not_received.title")
    assert not any(title in text for text in asked)


def test_a_walk_of_the_chat_goes_on_by_phone(product: World) -> None:
    chat = Chat.open(product.http, language="en")
    chat.choose("topic:code_not_received")
    chat.say("TWS")
    chat.choose("next")
    number = _pick_up_number(chat)
    caller = Caller(product, ALICE, "en").calls()
    caller.hears("line.greeting", key="1")
    caller.presses("1")
    caller.hears("line.menu")
    caller.presses("5")
    caller.hears("line.pick_up_ask")

    caller.presses(number)

    caller.hears("code_not_received.choose_voice.tws")


@pytest.mark.parametrize(("language", "key"), [("en", "1"), ("zh_CN", "2")])
def test_a_caller_who_proves_the_number_hears_of_the_own_account(
    product: World, language: str, key: str
) -> None:
    caller = Caller(product, ALICE, language).calls()
    caller.hears("line.greeting", key=key)
    for pressed in (key, "6", "5"):
        caller.presses(pressed)
    caller.hears("line.proof_sent")
    product.work()
    (message,) = eventually(lambda: product.http.inbox(ALICE))

    caller.presses(message["text"][:6])
    caller.hears("line.proved")
    caller.presses("1")

    caller.hears("limits.own.limited", **OWN_LIMIT)


def _pick_up_number(chat: Chat) -> str:
    """Have the chat's walk put down, and return the number under which it waits."""
    chat.choose("hand_off")
    given = chat.choose("pick_up")["messages"][-1]["text"]
    found = re.search(r"\d{3} \d{3}", given)
    assert found is not None
    return found[0].replace(" ", "")
