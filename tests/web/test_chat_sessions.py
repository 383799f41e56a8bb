"""Opening a chat (design 4.3): what it is given, and how sure it is whom it talks to."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from sls.settings import DEMO_SECRET
from tests.people import Chat, LoginScreen
from tests.world import World

NAMED = "a site token"


def token(**changes: Any) -> str:
    """Return an identity token as the support site makes them, changed where a test wants it."""
    now = datetime.now(UTC)
    claims = {
        "iss": "demo-site",
        "aud": "sls-assistant",
        "sub": "alice",
        "iat": now,
        "exp": now + timedelta(seconds=300),
        "jti": str(uuid.uuid4()),
    }
    key, headers = changes.pop("key", DEMO_SECRET), changes.pop("headers", {"kid": "demo"})
    algorithm = changes.pop("algorithm", "HS256")
    return jwt.encode({**claims, **changes}, key, algorithm=algorithm, headers=headers)


def test_a_session_is_created_with_a_greeting_and_options(world: World) -> None:
    answer = world.http.post("/api/chat/sessions", {})

    body = answer.json()
    assert answer.status_code == 201
    assert list(body) == ["session", "language", "level", "messages"]
    assert (body["language"], body["level"]) == ("en", 0)
    assert len(body["session"]) >= 43
    (greeting,) = body["messages"]
    assert list(greeting) == ["id", "from", "language", "text", "options", "masked", "at"]
    assert greeting["from"] == "assistant"
    assert greeting["text"]
    assert {"id": "send_code:voice", "label": "Call me with the code"}.keys() <= greeting[
        "options"
    ][0].keys()
    assert datetime.fromisoformat(greeting["at"]).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("en", "en"), ("zh_CN", "zh_CN"), ("zh-Hant-HK", "zh_CN"), ("fr", "en"), (None, "en")],
)
def test_a_session_speaks_the_language_that_was_asked_for(
    wanted: str | None, given: str, world: World
) -> None:
    chat = Chat.open(world.http, language=wanted)

    assert chat.opened["language"] == given
    assert chat.opened["messages"][0]["language"] == given


def test_a_session_opened_with_a_pending_login_is_bound_to_it(world: World) -> None:
    login = LoginScreen.of(world.http, "alice", language="zh_CN")

    chat = Chat.open(world.http, login=login.id)

    assert (chat.opened["level"], chat.opened["language"]) == (1, "zh_CN")


@pytest.mark.parametrize("login", ["", "guess", "x" * 43, "' OR 1=1 --"])
def test_a_login_that_is_not_known_opens_an_anonymous_session(login: str, world: World) -> None:
    answer = world.http.post("/api/chat/sessions", {"login": login})

    assert (answer.json().get("level"), answer.status_code) in {(0, 201), (None, 422)}


def test_a_login_that_is_over_opens_an_anonymous_session(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    world.http.advance(20 * 60 + 1)

    chat = Chat.open(world.http, login=login.id)

    assert chat.opened["level"] == 0


def test_a_session_with_the_sites_token_is_authenticated(world: World) -> None:
    chat = Chat.open(world.http, identity=token())

    assert chat.opened["level"] == 2


def test_a_site_token_works_once(world: World) -> None:
    used = token()
    Chat.open(world.http, identity=used)

    again = world.http.post("/api/chat/sessions", {"identity": used})

    assert (again.status_code, again.json()["code"]) == (401, "identity_rejected")


def at(**shift: float) -> datetime:
    """Return a moment that lies so far from now."""
    return datetime.now(UTC) + timedelta(**shift)


# Made when they are used: a token that has grown old would be refused for that.
BAD_TOKENS = {
    "not a token": lambda: "nonsense",
    "another key": lambda: token(key="another key of a good length, 32 bytes"),
    "another issuer": lambda: token(iss="another-site"),
    "another audience": lambda: token(aud="another-assistant"),
    "nobody of ours": lambda: token(sub="nobody"),
    "expired": lambda: token(iat=at(seconds=-400), exp=at(seconds=-100)),
    "issued in the future": lambda: token(iat=at(seconds=600), exp=at(seconds=800)),
    "living too long": lambda: token(exp=at(days=1)),
    "without a one-time id": lambda: token(jti=None),
    "of an unknown key id": lambda: token(headers={"kid": "other"}),
    "without a key id": lambda: token(headers={}),
    "unsigned": lambda: token(key="", algorithm="none"),
    "of another algorithm": lambda: token(key=DEMO_SECRET * 2, algorithm="HS512"),
}


@pytest.mark.parametrize("reason", BAD_TOKENS)
def test_a_site_token_that_does_not_hold_is_rejected(reason: str, world: World) -> None:
    answer = world.http.post("/api/chat/sessions", {"identity": BAD_TOKENS[reason]()})

    assert (answer.status_code, answer.json()["code"]) == (401, "identity_rejected")


@pytest.mark.parametrize("body", [{"language": 1}, {"identity": []}, {"login": {}}, [], "text", 7])
def test_a_session_needs_the_documented_body(body: Any, world: World) -> None:
    answer = world.http.post("/api/chat/sessions", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
