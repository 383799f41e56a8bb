"""Whatever is sent, the API answers with a problem and never with a failure of its own (A40)."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.people import Chat, LoginScreen
from tests.world import World, shared_world

LOGIN = {"username": "alice", "password": "alice-demo-2fa", "platform": "tws"}
PATHS = (
    "/api/chat/sessions",
    "/api/chat/messages",
    "/api/sls/v1/logins",
    "/api/sls/v1/logins/{login}/factor",
    "/api/sls/v1/logins/{login}/code",
    "/api/sls/v1/logins/{login}/verify",
)
FIELDS = {
    "/api/chat/sessions": ("language", "identity", "login"),
    "/api/chat/messages": ("text", "option", "client_id"),
    "/api/sls/v1/logins": ("username", "password", "platform", "platform_version", "language"),
    "/api/sls/v1/logins/{login}/factor": ("factor",),
    "/api/sls/v1/logins/{login}/code": ("channel", "language"),
    "/api/sls/v1/logins/{login}/verify": ("response",),
}
RIGHT = {
    "/api/chat/sessions": {"language": "en"},
    "/api/chat/messages": {"client_id": "an id"},
    "/api/sls/v1/logins": LOGIN,
    "/api/sls/v1/logins/{login}/factor": {"factor": "factor-alice-sms"},
    "/api/sls/v1/logins/{login}/code": {"channel": "sms"},
    "/api/sls/v1/logins/{login}/verify": {"response": "123456"},
}
NO_OBJECT = {
    "nothing": b"",
    "no JSON": b"{'login': }",
    "half a document": b'{"username": "al',
    "an array": b"[]",
    "a text": b'"alice"',
    "a number": b"7",
    "null": b"null",
    "NaN": b"NaN",
    "not UTF-8": b'{"username": "\xff\xfe"}',
    "a number of 5,000 digits": b'{"username": ' + b"9" * 5000 + b"}",
}


class Visitor:
    """Somebody with a session and a pending login, who posts bytes as they are."""

    def __init__(self, world: World) -> None:
        self.client = world.client
        self.chat = Chat.open(world.http)
        self.login = LoginScreen.of(world.http, "alice")

    def posts(self, path: str, data: bytes, content_type: str = "application/json") -> TestResponse:
        """Post bytes."""
        address = path.format(login=self.login.id)
        headers = self.chat.headers
        return self.client.post(address, data=data, content_type=content_type, headers=headers)


@pytest.fixture(scope="module")
def visitor() -> Visitor:
    """Give one visitor for all these tests, for nothing that is refused changes anything."""
    world = shared_world()
    world.reset()
    return Visitor(world)


def is_a_refusal(answer: TestResponse) -> bool:
    """Whether an answer is an orderly no, with a stable code."""
    is_problem = answer.mimetype == "application/problem+json"
    return is_problem and 400 <= answer.status_code < 500 and bool(answer.get_json()["code"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("case", NO_OBJECT)
def test_a_body_that_is_no_json_object_is_refused(case: str, path: str, visitor: Visitor) -> None:
    answer = visitor.posts(path, NO_OBJECT[case])

    assert is_a_refusal(answer), answer.get_data()
    assert answer.get_json()["code"] in {"bad_request", "text_or_option"}


@pytest.mark.parametrize("path", PATHS)
def test_a_body_of_another_kind_is_refused(path: str, visitor: Visitor) -> None:
    form = visitor.posts(path, b"username=alice", "application/x-www-form-urlencoded")

    assert is_a_refusal(form)


@pytest.mark.parametrize("path", PATHS)
def test_a_body_of_one_megabyte_is_refused(path: str, visitor: Visitor) -> None:
    answer = visitor.posts(path, json.dumps({"username": "x" * 2**20}).encode())

    assert is_a_refusal(answer)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", PATHS)
def test_a_body_nested_without_end_is_refused(path: str, visitor: Visitor) -> None:
    answer = visitor.posts(path, b"[" * 60_000)

    assert is_a_refusal(answer)


@pytest.mark.parametrize(
    "value", [7, 1.5, True, [], {}, ["alice"], {"a": 1}, "\0", "ali\0ce", ""], ids=repr
)
@pytest.mark.parametrize(
    ("path", "field"), [(path, field) for path in PATHS for field in FIELDS[path]]
)
def test_a_field_of_the_wrong_kind_is_refused(
    path: str, field: str, value: Any, visitor: Visitor
) -> None:
    answer = visitor.posts(path, json.dumps({**RIGHT[path], field: value}).encode())

    is_allowed = isinstance(value, str) and value != "" and field in {"client_id", "text"}
    assert is_a_refusal(answer) or is_allowed, answer.get_data()


SURROGATE = '"\\ud800"'
STORED = [
    ("/api/chat/messages", "text"),
    ("/api/chat/messages", "client_id"),
    ("/api/chat/sessions", "login"),
    ("/api/sls/v1/logins", "username"),
    ("/api/sls/v1/logins", "password"),
    ("/api/sls/v1/logins/{login}/factor", "factor"),
]
COMPARED = [
    ("/api/chat/messages", "option"),
    ("/api/chat/sessions", "language"),
    ("/api/chat/sessions", "identity"),
    ("/api/sls/v1/logins", "platform"),
    ("/api/sls/v1/logins", "platform_version"),
    ("/api/sls/v1/logins", "language"),
    ("/api/sls/v1/logins/{login}/code", "channel"),
    ("/api/sls/v1/logins/{login}/verify", "response"),
]


def with_half_a_character(path: str, field: str) -> bytes:
    """Return a body with half a surrogate pair, which JSON can say and UTF-8 cannot."""
    body = {**RIGHT[path], field: "SURROGATE"}
    if path.endswith("messages") and field == "client_id":
        body["text"] = "hello"
    return json.dumps(body).replace('"SURROGATE"', SURROGATE).encode()


@pytest.mark.parametrize(("path", "field"), COMPARED)
def test_half_a_character_is_no_failure(path: str, field: str, visitor: Visitor) -> None:
    answer = visitor.posts(path, with_half_a_character(path, field))

    assert answer.status_code < 500, answer.get_data()


@pytest.mark.parametrize(("path", "field"), STORED)
def test_half_a_character_is_refused_before_it_is_stored(
    path: str, field: str, visitor: Visitor
) -> None:
    answer = visitor.posts(path, with_half_a_character(path, field))

    assert is_a_refusal(answer), answer.get_data()


def test_a_client_id_with_a_nul_is_refused(visitor: Visitor) -> None:
    answer = visitor.posts(PATHS[1], b'{"text": "hello", "client_id": "a\\u0000b"}')

    assert is_a_refusal(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/api/chat/nothing",
        "/api/sls/v1/logins/x/nothing",
        "/api/sls/v1/logins/%00",
        "/api/sls/v1/logins/%ff%fe",
        "/api/sls/v1/logins/..%2f..%2fetc",
        "/api/chat/events?after=%ff",
        "/voice/calls/x/answer",
        "/nothing",
    ],
)
def test_an_address_that_is_not_ours_is_a_problem(path: str, visitor: Visitor) -> None:
    answer = visitor.client.get(path)

    assert is_a_refusal(answer)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", ["/api/chat/messages", "/api/sls/v1/logins"])
def test_a_method_that_is_not_ours_is_a_problem(path: str, method: str, visitor: Visitor) -> None:
    answer = visitor.client.open(path, method=method)

    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_json_can_say_is_a_failure(path: str, visitor: Visitor) -> None:
    bodies = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[path], VALUES))

    @settings(max_examples=25, deadline=None, database=None)
    @given(bodies | VALUES)
    def holds(body: Any) -> None:
        answer = visitor.posts(path, json.dumps(body).encode())
        assert answer.status_code < 500, answer.get_data()

    holds()
