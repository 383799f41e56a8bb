"""Messages of the chat (design 4.3): one input, taken once, answered once."""

import threading
import uuid
from typing import Any

import pytest

from tests.people import Chat, LoginScreen
from tests.world import World


def named(**input_: Any) -> dict[str, Any]:
    """Return a message with an id of its own."""
    return {"client_id": str(uuid.uuid4()), **input_}


def test_a_text_is_answered(world: World) -> None:
    chat = Chat.open(world.http)

    answer = chat.post(named(text="hello"))

    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == ["messages", "language", "state", "procedure"]
    assert (body["language"], body["state"], body["procedure"]) == ("en", "assistant", None)
    assert [each["from"] for each in body["messages"]] == ["assistant"]


def test_a_walk_tells_where_it_stands(world: World) -> None:
    chat = Chat.open(world.http)

    asked = chat.say("I never got the code")
    answer = chat.choose("platform:ios")

    assert asked["procedure"] is None
    assert answer["procedure"] == {
        "id": "code_not_received",
        "platform": "ios",
        "step": 1,
        "of": answer["procedure"]["of"],
    }
    assert answer["procedure"]["of"] > 1


def test_an_option_works_without_rasa(world: World) -> None:
    world.rasa.mood = "down"
    chat = Chat.open(world.http)

    answer = chat.choose("topic:code_not_received")

    assert answer["messages"]
    assert world.rasa.heard == []


@pytest.mark.parametrize(
    "body",
    [
        named(),
        named(text="hello", option="hand_off"),
        named(text=None, option=None),
        named(text=""),
        named(text=" \t\n　"),
        named(text="\u200b\u202e"),
        named(text="\0"),
        named(text="x" * 2001),
        named(text=7),
        named(text=["hello"]),
        named(option=7),
        named(option={"id": "hand_off"}),
        {"text": "hello"},
        {"text": "hello", "client_id": ""},
        {"text": "hello", "client_id": 7},
        {"text": "hello", "client_id": "x" * 65},
        {"option": "hand_off"},
    ],
    ids=lambda body: str(
        sorted((name, str(value)[:8]) for name, value in body.items() if name != "client_id")
    ),
)
def test_a_message_holds_either_a_text_or_an_option(body: dict[str, Any], world: World) -> None:
    chat = Chat.open(world.http)

    answer = chat.post(body)

    assert (answer.status_code, answer.json()["code"]) == (422, "text_or_option")
    assert len(chat.events()) == 1, "only the greeting"


def test_a_text_of_2000_characters_is_taken(world: World) -> None:
    chat = Chat.open(world.http)

    answer = chat.post(named(text="码" * 2000))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "option", ["platform:ios", "language:en", "send_code:fax", "../x", "x" * 5000]
)
def test_an_option_that_was_never_offered_is_refused(option: str, world: World) -> None:
    chat = Chat.open(world.http)

    answer = chat.post(named(option=option))

    assert (answer.status_code, answer.json()["code"]) == (422, "option_unknown")
    assert len(chat.events()) == 1


def test_an_option_that_was_offered_to_somebody_else_is_refused(world: World) -> None:
    asked = Chat.open(world.http)
    asked.choose("send_code:voice")
    other = Chat.open(world.http)

    answer = other.post(named(option="platform:ios"))

    assert (answer.status_code, answer.json()["code"]) == (422, "option_unknown")


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer guess", "Basic YTpi", "Bearer " + "x" * 5000],
)
@pytest.mark.parametrize("path", ["messages", "events", "transcript"])
def test_who_has_no_session_gets_nothing(
    path: str, authorization: str | None, world: World
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    if path == "messages":
        answer = world.http.post(f"/api/chat/{path}", named(text="hello"), headers=headers)
    else:
        answer = world.http.get(f"/api/chat/{path}", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "session_unknown")


@pytest.mark.parametrize("input_", [{"text": "call me"}, {"option": "send_code:voice"}])
def test_the_same_message_twice_gives_the_same_answer_once(
    input_: dict[str, str], world: World
) -> None:
    login = LoginScreen.of(world.http, "alice")
    chat = Chat.open(world.http, login=login.id)
    message = named(**input_)

    first, second = chat.post(message), chat.post(message)

    assert first.json()["messages"] == second.json()["messages"]
    assert len(login.view()["deliveries"]) == 1
    told = [each["data"]["id"] for each in chat.events() if each["event"] == "message"]
    assert len(told) == len(set(told)) == 3, "greeting, the customer's own words, one reply"


def test_the_same_message_from_many_threads_acts_once(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    chat = Chat.open(world.http, login=login.id)
    message, answers = named(option="send_code:voice"), []
    threads = [
        threading.Thread(target=lambda: answers.append(chat.post(message).json()["messages"]))
        for _ in range(6)
    ]

    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(answers) == 6
    assert all(each == answers[0] for each in answers)
    assert len(login.view()["deliveries"]) == 1


def test_two_sessions_may_use_the_same_client_id(world: World) -> None:
    mine, yours = Chat.open(world.http), Chat.open(world.http, language="zh_CN")
    message = named(option="hand_off")

    my_answer, your_answer = mine.post(message).json(), yours.post(message).json()

    assert my_answer["messages"][0]["language"] == "en"
    assert your_answer["messages"][0]["language"] == "zh_CN"


@pytest.mark.parametrize("text", ["hello", "thanks", "my code is 402981", "none of this is known"])
def test_every_message_of_an_answer_is_also_one_event(text: str, world: World) -> None:
    chat = Chat.open(world.http)

    answer = chat.say(text)

    told = [each["data"] for each in chat.events() if each["event"] == "message"]
    for message in answer["messages"]:
        assert told.count(message) == 1
        assert [each["id"] for each in told].count(message["id"]) == 1


def test_a_number_in_words_chooses_the_option_at_that_place(world: World) -> None:
    chat = Chat.open(world.http)
    asked = chat.choose("send_code:voice")
    options = asked["messages"][-1]["options"]

    answer = chat.say("2")

    chosen = [
        each["data"]["text"] for each in chat.events() if each["data"].get("from") == "customer"
    ]
    assert options[1]["id"] == "platform:tws"
    assert chosen[-1] == "2"
    assert "user" in answer["messages"][-1]["text"].lower()
    assert world.rasa.heard == []


def test_a_label_in_words_chooses_its_option(world: World) -> None:
    chat = Chat.open(world.http)
    asked = chat.choose("send_code:voice")
    label = asked["messages"][-1]["options"][0]["label"]

    chat.say(label.upper())

    assert world.rasa.heard == []


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("my code is 402 981", "402"),
        ("验证码 ４０２９８１", "402981"),
        ("my password is hunter2horse", "hunter2horse"),
        ("PIN 4826", "4826"),
    ],
)
def test_a_secret_is_neither_stored_nor_passed_on(text: str, stored: str, world: World) -> None:
    chat = Chat.open(world.http)

    answer = chat.say(text)

    assert stored not in str(chat.events())
    assert stored not in str(world.rasa.heard)
    own = [each["data"] for each in chat.events() if each["data"].get("from") == "customer"]
    assert own[-1]["masked"] is True
    warning = world.core.texts.text(answer["language"], "redaction.masked")
    assert warning in [each["text"] for each in answer["messages"]]


@pytest.mark.parametrize("mood", ["down", "silent", "nonsense"])
def test_words_that_nobody_takes_are_an_error_that_can_be_tried_again(
    mood: str, world: World
) -> None:
    chat = Chat.open(world.http)
    message = named(text="hello")

    world.rasa.mood = mood
    failed = chat.post(message)
    world.rasa.mood = "well"
    answered = chat.post(message)

    assert (failed.status_code, failed.json()["code"]) == (503, "assistant_unavailable")
    assert failed.headers["Content-Type"] == "application/problem+json"
    system = [each["data"] for each in chat.events() if each["data"].get("from") == "system"]
    assert len(system) == 1
    assert system[0]["options"]
    assert answered.status_code == 200
    assert [each["from"] for each in answered.json()["messages"]] == ["assistant"]
    own = [each for each in chat.events() if each["data"].get("from") == "customer"]
    assert len(own) == 1, "the customer's words stand there once"


def test_words_go_to_rasa_folded_and_with_no_identity(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    chat = Chat.open(world.http, login=login.id)

    chat.say("  ｈｅｌｌｏ　")

    (heard,) = world.rasa.heard
    assert heard["message"] == "hello"
    assert login.id not in str(heard)
    assert "alice" not in str(heard)
    assert chat.opened["session"] not in str(heard)
