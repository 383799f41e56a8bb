"""The application on PostgreSQL: the main job, and inputs that only PostgreSQL minds (A40)."""

from collections.abc import Iterator

import pytest

from tests.people import Chat, LoginScreen
from tests.postgresql import Server
from tests.world import World


@pytest.fixture(scope="module")
def on_postgresql(postgresql: Server) -> Iterator[World]:
    """Give a world on PostgreSQL."""
    world = World(DATABASE_URL=postgresql.url(postgresql.create()))
    yield world
    world.close()


def test_a_customer_without_a_code_is_called_and_logs_in(on_postgresql: World) -> None:
    login = LoginScreen.of(on_postgresql.http, "alice")
    chat = Chat.open(on_postgresql.http, login=login.id)
    chat.choose("send_code:voice")
    on_postgresql.work()

    alice = on_postgresql.phone("alice")
    alice.picks_up()
    alice.presses_the_gate_key()
    code = alice.hears_the_code("en")

    assert login.verify(code).status_code == 200
    assert login.view()["state"] == "verified"
    assert [each["id"] for each in chat.events()] == sorted(each["id"] for each in chat.events())
    assert chat.deliveries()[-1] == "read_out"


def test_everything_can_be_made_as_new(on_postgresql: World) -> None:
    LoginScreen.of(on_postgresql.http, "alice").ask_for("sms")

    on_postgresql.reset()
    on_postgresql.work()

    assert on_postgresql.http.inbox("+12025550101") == []
    assert on_postgresql.http.get("/readyz").json()["parts"]["database"] is True


@pytest.mark.parametrize(
    "path",
    [
        "/api/sls/v1/logins/%00",
        "/api/sls/v1/logins/a%00b",
        f"/api/sls/v1/logins/{'9' * 300}",
        "/api/sls/v1/verifications/%00",
        "/api/sls/v1/shares/%00",
        "/api/sls/v1/customers/%00/limits",
        f"/api/sls/v1/customers/{'9' * 300}/limits",
    ],
)
def test_an_id_that_cannot_be_stored_is_unknown(path: str, on_postgresql: World) -> None:
    answer = on_postgresql.client.get(path)

    assert answer.status_code in {403, 404, 422}, answer.get_data()


@pytest.mark.parametrize("after", [-1, 2**31, 2**63, 10**30])
def test_an_event_that_cannot_be_is_no_failure(after: int, on_postgresql: World) -> None:
    chat = Chat.open(on_postgresql.http)
    query = {"after": str(after), "wait": "0"}

    answer = on_postgresql.http.get("/api/chat/events", params=query, headers=chat.headers)

    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "x" * 128), ("platform_version", "9" * 32), ("language", "x" * 16)],
)
def test_the_longest_text_that_is_taken_fits(field: str, value: str, on_postgresql: World) -> None:
    body = {"username": "alice", "password": "alice-demo-2fa", "platform": "ios", field: value}

    answer = on_postgresql.http.post("/api/sls/v1/logins", body)

    assert answer.status_code in {201, 401}, answer.text


def test_the_longest_login_and_client_id_of_a_chat_fit(on_postgresql: World) -> None:
    chat = Chat.open(on_postgresql.http, login="x" * 128)

    answer = chat.post({"text": "hello", "client_id": "x" * 64})

    assert answer.status_code == 200, answer.text
