"""The main job by HTTP, in both languages: no code arrives, the phone rings, the code is heard."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.people import NUMBERS, Chat, Http, LoginScreen, Phone, digits_in, eventually


@dataclass(frozen=True)
class Story:
    """What a customer of one language says."""

    complaint: str
    wish: str
    ringing: str
    read_out: str
    missed: dict[str, str]


STORIES = {
    "en": Story(
        "I never got the code",
        "call me",
        "is ringing",
        "being read out",
        {"reject": "declined", "busy": "busy", "hangup": "not answered"},
    ),
    "zh_CN": Story(
        "没收到验证码",
        "打给我",
        "响",
        "播报",
        {"reject": "拒", "busy": "忙", "hangup": "无人接听"},
    ),
}


@pytest.mark.parametrize("language", STORIES)
def test_a_customer_who_got_no_code_is_called_and_logs_in(language: str, http: Http) -> None:
    story, phone = STORIES[language], Phone(http, NUMBERS["alice"])
    login = LoginScreen.of(http, "alice", language=language)
    chat = Chat.open(http, login=login.id)

    steps = chat.say(story.complaint)
    started = chat.say(story.wish)

    assert chat.opened["level"] == 1
    assert steps["procedure"]["id"] == "code_not_received"
    assert steps["procedure"]["platform"] == "client_portal"
    assert {"send_code:voice", "send_code:sms"} <= {
        each["id"] for each in steps["messages"][-1]["options"]
    }
    assert "+1 ••• 0101" in started["messages"][-1]["text"]

    eventually(lambda: chat.deliveries()[-1:] == ["ringing"])
    phone.picks_up()
    before = digits_in(phone.heard(), language)
    phone.presses_the_gate_key()
    code = phone.hears_the_code(language, times=2)

    assert len(before) < 6, "no code before the key"
    eventually(lambda: chat.deliveries()[-1:] == ["read_out"])
    assert chat.deliveries() == ["queued", "placing", "ringing", "answered", "read_out"]
    told = " ".join(chat.texts())
    assert story.ringing in told
    assert story.read_out in told
    assert code not in told

    verified, replayed = login.verify(code), login.verify(code)

    assert (verified.status_code, verified.json()["state"]) == (200, "verified")
    assert (replayed.status_code, replayed.json()["code"]) == (403, "not_verified")
    assert len(phone.calls()) == 1
    assert {each["data"]["language"] for each in chat.events() if each["event"] == "message"} == {
        language
    }


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("action", ["reject", "busy", "hangup"])
def test_a_call_that_did_not_get_through_is_told_with_a_way_on(
    action: str, language: str, http: Http
) -> None:
    phone = Phone(http, NUMBERS["alice"])
    login = LoginScreen.of(http, "alice", language=language)
    chat = Chat.open(http, login=login.id)
    chat.choose("send_code:voice")

    eventually(phone.rings)
    if action == "hangup":
        phone.does("answer")
        phone.does("hangup")
    else:
        phone.does(action)

    ended = {"reject": "rejected", "busy": "busy", "hangup": "no_answer"}[action]
    eventually(lambda: ended in chat.deliveries())
    news = eventually(
        lambda: [
            each["data"]
            for each in chat.events()
            if each["event"] == "message"
            and "0101" in each["data"]["text"]
            and each["data"]["options"]
        ]
    )[-1]
    # A busy phone is rung once more by itself, so that only the text message is offered meanwhile.
    offers = {
        "reject": ["send_code:sms", "send_code:voice", "hand_off"],
        "busy": ["send_code:sms", "hand_off"],
        "hangup": ["send_code:voice", "send_code:sms", "hand_off"],
    }[action]
    assert [each["id"] for each in news["options"]] == offers
    answer = chat.choose("send_code:sms")
    assert "+1 ••• 0101" in answer["messages"][-1]["text"]


def test_a_phone_that_nobody_answers_stops_ringing_and_the_chat_is_told(http: Http) -> None:
    phone = Phone(http, NUMBERS["alice"])
    login = LoginScreen.of(http, "alice")
    chat = Chat.open(http, login=login.id)
    chat.choose("send_code:voice")
    eventually(phone.rings)

    eventually(lambda: chat.deliveries().count("no_answer") == 1, 40)
    chat.is_told("was not answered")
    eventually(lambda: chat.deliveries().count("no_answer") == 2, 40)

    assert phone.heard() == ""
    assert len(phone.calls()) == 2


def test_an_sms_that_arrives_is_told_and_its_code_opens_the_login(http: Http) -> None:
    login = LoginScreen.of(http, "alice")
    chat = Chat.open(http, login=login.id)

    chat.say("please text me the code")
    eventually(lambda: chat.deliveries()[-1:] == ["delivered"])
    (message,) = http.inbox(NUMBERS["alice"])

    assert login.verify(message["text"][:6]).status_code == 200


def test_the_language_switches_in_the_middle_of_a_walk(http: Http) -> None:
    login = LoginScreen.of(http, "alice")
    chat = Chat.open(http, login=login.id)
    first = chat.say("I never got the code")

    second = chat.choose("next")
    third = chat.say("可以说中文吗")
    fourth = chat.choose("next")

    steps = [each["procedure"]["step"] for each in (first, second, fourth)]
    assert steps == [1, 2, 3]
    assert [each["language"] for each in (first, third, fourth)] == ["en", "zh_CN", "zh_CN"]
    assert not fourth["messages"][-1]["text"].isascii()


def test_switching_the_language_keeps_the_place_in_the_walk(http: Http) -> None:
    login = LoginScreen.of(http, "alice")
    chat = Chat.open(http, login=login.id)
    before = chat.say("I never got the code")

    after = chat.say("请说中文")

    assert after["procedure"] == before["procedure"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/affirm", "affirm"),
        ("／affirm", "affirm"),
        ("  /restart", "restart"),
        ("//affirm", "affirm"),
        ("\u200b/affirm", "affirm"),
        ("/greet{}", "greet{}"),
        ('/inform{"platform":"tws"}', 'inform{"platform":"tws"}'),
        ('/nlu_fallback{"user":"dana"}', 'nlu_fallback{"user":"dana"}'),
    ],
)
def test_no_text_is_ever_a_command(command: str, words: str, http: Http) -> None:
    login = LoginScreen.of(http, "alice")
    answers = []

    for text in (command, words):
        chat = Chat.open(http, login=login.id)
        chat.say("I never got the code")
        answers.append(chat.say(text))

    # Taken for the words that it holds and no more: a command would be obeyed, or end in silence.
    slashed, plain = ({**each, "messages": said(each)} for each in answers)
    assert slashed == plain
    assert slashed["messages"]


def said(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the words and options of an answer."""
    messages = answer["messages"]
    return [(each["text"], [option["id"] for option in each["options"]]) for each in messages]


def test_the_clock_expires_a_code(http: Http) -> None:
    login = LoginScreen.of(http, "alice")
    login.ask_for("sms")
    eventually(lambda: http.inbox(NUMBERS["alice"]))
    code = http.inbox(NUMBERS["alice"])[0]["text"][:6]

    http.advance(10 * 60 + 1)
    answer = login.verify(code)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_verified")
    assert login.view()["state"] == "ready"


def test_a_second_call_is_refused_while_the_first_one_rings(http: Http) -> None:
    login = LoginScreen.of(http, "alice")
    login.ask_for("voice")
    eventually(Phone(http, NUMBERS["alice"]).rings)

    answer = login.ask_for("voice")

    assert (answer.status_code, answer.json()["code"]) == (429, "resend_too_soon")


def test_a_customer_in_a_country_that_cannot_be_called_is_told_so_in_chinese(http: Http) -> None:
    login = LoginScreen.of(http, "fang")
    chat = Chat.open(http, login=login.id)

    answer = chat.say("打给我")

    assert answer["language"] == "zh_CN"
    assert "send_code:sms" in [each["id"] for each in answer["messages"][-1]["options"]]
    assert login.view()["deliveries"] == []
