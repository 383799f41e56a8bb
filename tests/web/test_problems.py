"""Errors (design 4.3): problem documents with a stable code and a sentence in either language."""

import pytest

from sls.texts import Catalogues
from tests.people import Chat
from tests.world import World

REFUSALS = {
    "login_refused": (
        401,
        "/api/sls/v1/logins",
        {"username": "a", "password": "b", "platform": "ios"},
    ),
    "bad_request": (422, "/api/sls/v1/logins", {}),
    "login_unknown": (404, "/api/sls/v1/logins/x/code", {"channel": "sms"}),
    "not_verified": (403, "/api/sls/v1/logins/x/verify", {"response": "1"}),
    "identity_rejected": (401, "/api/chat/sessions", {"identity": "x"}),
    "session_unknown": (401, "/api/chat/messages", {"text": "x", "client_id": "x"}),
    "not_found": (404, "/api/nothing", {}),
}
LANGUAGES = {
    None: "en",
    "en-GB": "en",
    "zh": "zh_CN",
    "zh-TW,zh;q=0.9,en;q=0.5": "zh_CN",
    "yue-HK": "zh_CN",
    "fr, zh-CN;q=0.4": "zh_CN",
    "en;q=0.2, zh-CN;q=0.9": "zh_CN",
    "fr": "en",
    "*": "en",
    ";;;q=x": "en",
}


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("wish", ["en", "zh-CN"])
def test_a_refusal_is_a_problem_document(code: str, wish: str, world: World) -> None:
    status, path, body = REFUSALS[code]

    answer = world.http.post(path, body, headers={"Accept-Language": wish})

    problem = answer.json()
    language = "en" if wish == "en" else "zh_CN"
    assert answer.status_code == problem["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (problem["code"], problem["type"]) == (code, "about:blank")
    assert problem["detail"] == world.core.texts.text(language, f"problem.{code}")


@pytest.mark.parametrize("wish", LANGUAGES)
def test_the_caller_chooses_the_language(wish: str | None, world: World) -> None:
    headers = {} if wish is None else {"Accept-Language": wish}

    answer = world.client.post("/api/sls/v1/logins", json={}, headers=headers)

    expected = world.core.texts.text(LANGUAGES[wish], "problem.bad_request")
    assert answer.get_json()["detail"] == expected


def test_a_conversation_that_is_closed_takes_no_more(world: World) -> None:
    chat = Chat.open(world.http)
    with world.core.units.write() as unit:
        for each in unit.conversations.all_events_after(0, 1):
            conversation = unit.conversations.get(each.conversation_id)
            assert conversation is not None
            conversation.state = "closed"  # type: ignore[assignment]

    texts = [
        chat.post({"text": "hello", "client_id": "1"}),
        chat.post({"option": "hand_off", "client_id": "2"}),
    ]

    assert [(each.status_code, each.json()["code"]) for each in texts] == [(409, "closed")] * 2


def test_every_problem_has_its_sentence_in_both_languages(world: World) -> None:
    texts: Catalogues = world.core.texts

    english, chinese = (texts.section(language, "problem.") for language in ("en", "zh_CN"))

    assert english.keys() == chinese.keys()
    assert {f"problem.{code}" for code in REFUSALS} <= english.keys()
