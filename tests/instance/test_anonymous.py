"""An anonymous visitor learns nothing about anybody, and still gets a waiting code sent (5.6)."""

import pytest

from tests.people import NUMBERS, Chat, Http, LoginScreen, Phone, eventually

ASKED = {
    "en": ("I need a call with my code", "my username is {}"),
    "zh_CN": ("打电话告诉我验证码", "我的用户名是 {}"),
}


def asks_for(http: Http, language: str, username: str) -> tuple[Chat, dict[str, object]]:
    """Ask for a call as a visitor who only names a platform and a user name."""
    wish, name = ASKED[language]
    chat = Chat.open(http, language=language)
    asked = chat.say(wish)
    assert [each["id"] for each in asked["messages"][-1]["options"]][:2] == [
        "platform:client_portal",
        "platform:tws",
    ]
    chat.choose("platform:client_portal")
    answer = chat.say(name.format(username))
    last = answer["messages"][-1]
    return chat, {name: last[name] for name in ("text", "options", "language", "masked", "from")}


@pytest.mark.parametrize("language", ASKED)
def test_everybody_gets_the_same_sentence(language: str, http: Http) -> None:
    waiting = LoginScreen.of(http, "alice")
    LoginScreen.of(http, "dana")

    chats = {name: asks_for(http, language, name) for name in ("alice", "dana", "nobody")}

    sentences = [answer for _, answer in chats.values()]
    assert sentences[0] == sentences[1] == sentences[2]
    assert "0101" not in str(sentences[0])
    eventually(Phone(http, NUMBERS["alice"]).rings)
    eventually(lambda: waiting.last_delivery() == "ringing")
    for chat, _ in chats.values():
        assert chat.deliveries() == [], "not even that there is a call"
        assert chat.opened["level"] == 0


def test_a_visitor_hears_nothing_of_what_became_of_the_call(http: Http) -> None:
    login, phone = LoginScreen.of(http, "alice"), Phone(http, NUMBERS["alice"])
    chat, _ = asks_for(http, "en", "alice")
    before = chat.events()

    eventually(phone.rings)
    phone.does("reject")
    eventually(lambda: login.last_delivery() == "rejected")

    assert chat.events() == before


def test_a_visitor_who_names_the_wrong_platform_gets_the_same_sentence_and_no_call(
    http: Http,
) -> None:
    login = LoginScreen.of(http, "alice", platform="tws")

    _, right = asks_for(http, "en", "nobody")
    _, wrong = asks_for(http, "en", "alice")

    assert right == wrong
    assert login.view()["deliveries"] == []


def test_a_visitor_cannot_try_many_user_names(http: Http) -> None:
    chat, first = asks_for(http, "en", "somebody")
    texts = []
    for name in ("bert", "carl", "dora"):
        chat.choose("send_code:voice")
        texts.append(chat.say(name)["messages"][-1]["text"])

    assert texts[0] == texts[1] == first["text"]
    assert texts[2] != first["text"]


@pytest.mark.parametrize("username", ["fang", "kara"])
def test_a_visitor_does_not_learn_that_a_code_cannot_be_sent(username: str, http: Http) -> None:
    LoginScreen.of(http, username)

    _, refused = asks_for(http, "en", username)
    _, nobody = asks_for(http, "en", "nobody")

    assert refused == nobody
