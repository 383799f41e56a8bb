"""A database that takes no more: an orderly answer, nothing lost, and well again afterwards."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from sqlalchemy import Engine, event

from tests.people import Chat, LoginScreen
from tests.world import World


@contextmanager
def setting(world: World, full: str, roomy: str) -> Iterator[None]:
    """Run a pragma before every writing transaction, and another one afterwards."""
    wanted = [full]
    event.listen(writing(world), "checkout", lambda raw, *_: raw.execute(wanted[0]))
    yield
    wanted[0] = roomy


def writing(world: World) -> Engine:
    """Return the engine that writes."""
    engine: Engine = world.core.units._database.writing  # type: ignore[attr-defined]
    return engine


def is_unavailable(answer: requests.Response) -> bool:
    """Whether an answer says that nothing can be saved now."""
    is_problem = answer.headers["Content-Type"] == "application/problem+json"
    is_503 = answer.status_code == 503 and "Retry-After" in answer.headers
    return is_problem and is_503 and answer.json()["code"] == "unavailable"


def test_a_database_that_refuses_writes_is_an_orderly_problem(own_world: World) -> None:
    login = LoginScreen.of(own_world.http, "alice")
    chat = Chat.open(own_world.http, login=login.id)
    body = {"username": "alice", "password": "alice-demo-2fa", "platform": "ios"}

    with setting(own_world, "PRAGMA query_only = ON", "PRAGMA query_only = OFF"):
        refused = [
            own_world.http.post("/api/chat/sessions", {}),
            chat.post({"text": "hello", "client_id": "1"}),
            chat.post({"option": "send_code:voice", "client_id": "2"}),
            own_world.http.post("/api/sls/v1/logins", body),
            login.ask_for("sms"),
            login.verify("123456"),
        ]
        read = [chat.events(), login.view()["state"]]
        ready = own_world.http.get("/readyz")

    assert [is_unavailable(each) for each in refused] == [True] * len(refused)
    assert read == [chat.events(), "ready"], "what is there can still be read"
    assert ready.json()["parts"]["database"] is False
    assert login.ask_for("sms").status_code == 202
    assert chat.post({"text": "hello", "client_id": "1"}).status_code == 200


def test_a_full_disk_loses_nothing_and_the_same_message_goes_through_later(
    own_world: World,
) -> None:
    chat = Chat.open(own_world.http)
    message = {"text": "码" * 2000, "client_id": ""}
    answers = []
    with writing(own_world).connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 12

    roomy = "PRAGMA max_page_count = 1000000"
    with setting(own_world, f"PRAGMA max_page_count = {pages}", roomy):
        for _ in range(60):
            message["client_id"] = str(uuid.uuid4())
            answers.append(chat.post(message))
            if not answers[-1].ok:
                break
        before = len(chat.events())
    again = chat.post(message)

    assert answers[0].ok
    assert is_unavailable(answers[-1])
    assert before >= len(answers) - 1, "what was answered is there"
    assert again.status_code == 200
    assert len(chat.events()) > before


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_sentence_says_that_nothing_was_lost(language: str, own_world: World) -> None:
    with setting(own_world, "PRAGMA query_only = ON", "PRAGMA query_only = OFF"):
        answer = own_world.http.post(
            "/api/chat/sessions", {}, headers={"Accept-Language": language}
        )

    expected = {"en": "en", "zh-CN": "zh_CN"}[language]
    assert answer.json()["detail"] == own_world.core.texts.text(expected, "problem.unavailable")


def test_a_worker_meets_a_full_disk_without_losing_a_delivery(own_world: World) -> None:
    login = LoginScreen.of(own_world.http, "alice")
    login.ask_for("sms")

    with setting(own_world, "PRAGMA query_only = ON", "PRAGMA query_only = OFF"):
        with pytest.raises(Exception, match="readonly"):
            own_world.work()
        inbox = own_world.http.inbox("+12025550101")
    own_world.work()

    assert inbox == []
    assert len(own_world.http.inbox("+12025550101")) == 1
