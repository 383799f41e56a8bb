"""Security headers, on every kind of answer."""

import pytest

from tests.people import Chat
from tests.world import World

PATHS = (
    "/",
    "/login",
    "/healthz",
    "/readyz",
    "/standin",
    "/standin/cast",
    "/nothing",
    "/api/chat/events",
)


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_tells_browsers_to_be_strict(path: str, world: World) -> None:
    answer = world.http.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_an_event_stream_carries_them_too(world: World) -> None:
    chat = Chat.open(world.http)

    answer = world.http.get("/api/chat/events", headers=chat.headers, stream=True)
    answer.close()

    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_api_sets_no_cookie(world: World) -> None:
    answer = world.http.post("/api/chat/sessions", {})

    assert "Set-Cookie" not in answer.headers


def test_the_api_is_for_its_own_origin(world: World) -> None:
    answer = world.http.post("/api/chat/sessions", {}, headers={"Origin": "https://elsewhere.test"})

    assert not [name for name in answer.headers if name.startswith("Access-Control-")]
