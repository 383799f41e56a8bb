"""The actions that Rasa's rules name: thin, stateless, and answering with ids and with words."""

import asyncio
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

import actions.capabilities
from actions.base import CapabilityAction, understood
from actions.serving import core_of_this_process
from tests.people import Chat
from tests.world import World, shared_world

ROOT = Path(__file__).resolve().parents[2]
ACTIONS: list[type[CapabilityAction]] = [
    each
    for each in vars(actions.capabilities).values()
    if isinstance(each, type)
    and issubclass(each, CapabilityAction)
    and each is not CapabilityAction
]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give the shared world, and let the actions' process serve the same database."""
    world = shared_world()
    world.reset()
    monkeypatch.setenv("DATABASE_URL", world.settings.database_url)
    core_of_this_process.cache_clear()
    yield world
    core_of_this_process.cache_clear()


@pytest.fixture
def no_core(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make it impossible to build a core."""
    monkeypatch.setenv("SLS_ENV", "neither demo nor production")
    core_of_this_process.cache_clear()
    yield
    core_of_this_process.cache_clear()


def run(action: CapabilityAction, sender: str, message: dict[str, Any]) -> list[dict[str, Any]]:
    """Run an action as Rasa's action server does, and return what it uttered."""
    tracker = Tracker(sender, {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {}))
    assert events == [], "Rasa remembers nothing"
    return dispatcher.messages


def message(text: str, intent: str, turn: str | None = None) -> dict[str, Any]:
    """Return a message as Rasa has understood it."""
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": [{"name": intent, "confidence": 0.9}],
        "entities": [],
        "metadata": {} if turn is None else {"turn": turn},
    }


def conversation_of(chat: Chat, world: World) -> str:
    """Return the id under which Rasa knows a chat."""
    return world.core.conversing.session(chat.opened["session"]).id


def named_in_rules() -> set[str]:
    """Return every action that a rule names."""
    found = set()
    for path in (ROOT / "bot" / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            found |= {step["action"] for step in rule["steps"] if "action" in step}
    return found


def named_in_domain() -> set[str]:
    """Return every action of the domain."""
    found: set[str] = set()
    for path in (ROOT / "bot" / "domain").glob("*.yml"):
        found |= set(yaml.safe_load(path.read_text(encoding="utf-8")).get("actions", []))
    return found


def test_every_action_that_a_rule_names_exists_and_no_other() -> None:
    names = {each().name() for each in ACTIONS}

    assert names == named_in_rules()
    assert names == named_in_domain()


def test_the_action_server_registers_them_all_and_not_their_base() -> None:
    executor = ActionExecutor()

    executor.register_package("actions.capabilities")

    assert set(executor.actions) == {each().name() for each in ACTIONS}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_an_action_holds_nothing_and_can_be_pickled(action: type[CapabilityAction]) -> None:
    made = action()

    copy = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own object

    assert vars(made) == {}
    assert copy.name() == made.name() == f"action_{action.capability}"
    assert asyncio.iscoroutinefunction(action.run)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_every_capability_has_a_service(action: type[CapabilityAction], world: World) -> None:
    chat = Chat.open(world.http)
    sender = conversation_of(chat, world)
    said = message(
        "hello", "greet" if action.capability == "small_talk" else "code_not_received", "t"
    )

    (uttered,) = run(action(), sender, said)

    assert uttered["custom"]["messages"]
    assert uttered["text"]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_a_probe_is_answered_without_the_core(
    action: type[CapabilityAction], no_core: None
) -> None:
    probe = {"text": "hello", "metadata": {"probe": True, "tracker_store": "ForgetfulTrackerStore"}}

    (uttered,) = run(action(), "probe", probe)

    assert uttered["custom"]["probe"]["tracker_store"] == "ForgetfulTrackerStore"
    assert uttered["custom"]["probe"]["action"] == action().name()


def test_an_answer_holds_ids_with_values_and_the_same_in_words(world: World) -> None:
    chat = Chat.open(world.http, language="zh_CN")
    sender = conversation_of(chat, world)

    (uttered,) = run(
        actions.capabilities.ActionWalkProcedure(),
        sender,
        message("没收到验证码", "code_not_received", "t"),
    )

    said = uttered["custom"]["messages"]
    assert [each["id"].split(".")[0] for each in said] == ["code_not_received", "ask"]
    assert all(each.keys() == {"id", "values", "options"} for each in said)
    assert uttered["text"] == "\n".join(world.core.texts.text("zh_CN", each["id"]) for each in said)
    assert said[-1]["options"][0] == "platform:client_portal"


def test_the_same_turn_twice_answers_the_same_and_acts_once(world: World) -> None:
    chat = Chat.open(world.http)
    sender = conversation_of(chat, world)
    said = message("hello", "greet", "the same turn")

    first = run(actions.capabilities.ActionSmallTalk(), sender, said)
    events = len(chat.events())
    second = run(actions.capabilities.ActionSmallTalk(), sender, said)

    assert first == second
    assert len(chat.events()) == events


def test_rasas_shell_has_a_conversation_of_its_own(world: World) -> None:
    said = [message("hello", "greet"), message("我没有收到验证码", "code_not_received")]

    (hello,) = run(actions.capabilities.ActionSmallTalk(), "a shell", said[0])
    (walk,) = run(actions.capabilities.ActionWalkProcedure(), "a shell", said[1])

    assert hello["text"].isascii()
    assert not walk["text"].isascii()


def test_what_rasa_understood_is_handed_on_whole() -> None:
    said = understood(
        "send_code",
        {
            "text": "call me on TWS",
            "intent": {"name": "request_code_by_voice", "confidence": 0.91},
            "intent_ranking": [{"name": "request_code_by_voice", "confidence": 0.91}],
            "entities": [{"entity": "platform", "value": "tws"}, {"entity": "amount", "value": 5}],
        },
    )

    assert (said.capability, said.intent, said.confidence) == (
        "send_code",
        "request_code_by_voice",
        0.91,
    )
    assert said.ranking == [("request_code_by_voice", 0.91)]
    assert said.entities == {"platform": "tws", "amount": "5"}


@pytest.mark.parametrize(
    "odd", [{}, {"intent": None, "text": None}, {"intent": {"name": None}}], ids=str
)
def test_a_message_with_nothing_in_it_is_not_understood(odd: dict[str, Any]) -> None:
    said = understood("clarify", odd)

    assert (said.text, said.intent, said.confidence) == ("", "nlu_fallback", 0.0)
