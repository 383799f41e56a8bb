"""`Idempotency-Key`: a POST that is sent again is answered as before, and done once (A14, A41)."""

import pytest
from flask import Blueprint, Flask, Response, jsonify, request
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from sls.domain.scopes import Scope
from tests.people import LoginScreen
from tests.web.test_api_key import BODY
from tests.world import World
from web.api_keys import require_api_key
from web.idempotency import REPLAYED, SECRET_FIELDS, remember_answers
from web.problems import register_problems

LOGINS = "/api/sls/v1/logins"
KEY = {"Idempotency-Key": "a-key-of-the-caller"}


class Counter:
    """An API whose every call does something, and counts it."""

    def __init__(self, world: World) -> None:
        self.done: list[str] = []
        self.status, self.body = 201, {"made": 1}
        app = Flask("counter")
        api = Blueprint("counter", "counter")
        register_problems(app, world.core)
        require_api_key(api, world.core, Scope.LOGIN)
        remember_answers(api, world.core)
        for path in ("/things", "/others"):
            api.add_url_rule(path, path[1:], self.make, methods=["POST", "GET"])
        app.register_blueprint(api)
        self.client: FlaskClient = app.test_client()

    def make(self) -> Response:
        """Do something, or fail."""
        self.done.append(request.path)
        if self.status == 500:
            raise RuntimeError("in the middle of it")
        response = jsonify({**self.body, "time": len(self.done)})
        response.status_code = self.status
        return response


@pytest.fixture
def counter(world: World) -> Counter:
    """Give an API that counts."""
    counter = Counter(world)
    counter.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    return counter


def test_the_same_request_is_done_once_and_answered_alike(counter: Counter) -> None:
    first = counter.client.post("/things", json={"a": 1}, headers=KEY)

    second = counter.client.post("/things", json={"a": 1}, headers=KEY)

    assert (second.status_code, second.get_json()) == (201, first.get_json())
    assert second.mimetype == "application/json"
    assert second.headers[REPLAYED] == "true"
    assert REPLAYED not in first.headers
    assert counter.done == ["/things"]


def test_without_a_key_every_request_is_done(counter: Counter) -> None:
    for _ in range(2):
        assert counter.client.post("/things", json={}).status_code == 201

    assert len(counter.done) == 2


@pytest.mark.parametrize(
    ("path", "body"), [("/things", {"a": 2}), ("/others", {"a": 1}), ("/things?b=1", {"a": 1})]
)
def test_a_key_belongs_to_one_request(path: str, body: object, counter: Counter) -> None:
    counter.client.post("/things", json={"a": 1}, headers=KEY)

    answer = counter.client.post(path, json=body, headers=KEY)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "key_reused")
    assert len(counter.done) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 422, 429, 500, 503])
def test_a_refusal_may_be_tried_again_under_the_same_key(status: int, counter: Counter) -> None:
    counter.status = status
    counter.client.post("/things", json={}, headers=KEY)
    counter.status = 201

    answer = counter.client.post("/things", json={}, headers=KEY)

    assert answer.status_code == 201
    assert len(counter.done) == 2


def test_a_wrong_response_is_charged_once_however_often_it_is_sent(counter: Counter) -> None:
    counter.status, counter.body = 403, {"code": "not_verified"}
    counter.client.post("/things", json={"response": "123456"}, headers=KEY)

    answer = counter.client.post("/things", json={"response": "123456"}, headers=KEY)

    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert len(counter.done) == 1


def test_missing_rights_are_looked_at_anew_under_the_same_key(counter: Counter) -> None:
    counter.status, counter.body = 403, {"code": "rights_missing", "users": ["somebody"]}
    counter.client.post("/things", json={}, headers=KEY)
    counter.status = 201

    answer = counter.client.post("/things", json={}, headers=KEY)

    assert (answer.status_code, len(counter.done)) == (201, 2)


@pytest.mark.parametrize("name", sorted(SECRET_FIELDS))
def test_an_answer_with_a_secret_is_told_once(name: str, counter: Counter) -> None:
    counter.body = {"things": [{name: "the secret of the answer"}]}
    first = counter.client.post("/things", json={}, headers=KEY)

    second = counter.client.post("/things", json={}, headers=KEY)

    assert first.status_code == 201
    assert (second.status_code, second.get_json()["code"]) == (409, "answer_not_kept")
    assert len(counter.done) == 1


def test_the_same_request_is_refused_while_the_first_is_under_way(
    counter: Counter, world: World
) -> None:
    world.core.repeating.begin("demo", KEY["Idempotency-Key"], b"/things?\0{}")

    answer = counter.client.post("/things", data=b"{}", headers=KEY)

    assert (answer.status_code, answer.get_json()["code"]) == (409, "request_running")
    assert counter.done == []


@pytest.mark.parametrize("status", [201, 409])
def test_an_answer_that_cannot_be_remembered_is_given_all_the_same(
    status: int, counter: Counter, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("write", None, ValueError("the disk is full"))

    monkeypatch.setattr(world.core.repeating, "finish", fail)
    monkeypatch.setattr(world.core.repeating, "abandon", fail)
    counter.status = status

    assert counter.client.post("/things", json={}, headers=KEY).status_code == status


@pytest.mark.parametrize("key", ["", "k" * 65, "clé"])
def test_a_key_that_cannot_be_kept_is_refused(key: str, counter: Counter) -> None:
    answer = counter.client.post("/things", json={}, headers={"Idempotency-Key": key})

    assert (answer.status_code, answer.get_json()["code"]) == (422, "bad_request")
    assert counter.done == []


def test_a_key_on_a_request_that_only_reads_means_nothing(counter: Counter) -> None:
    for _ in range(2):
        assert REPLAYED not in counter.client.get("/things", headers=KEY).headers

    assert len(counter.done) == 2


def test_a41_a_login_that_was_sent_twice_is_opened_once(world: World) -> None:
    first, second = (world.client.post(LOGINS, json=BODY, headers=KEY) for _ in range(2))

    assert first.get_json() == second.get_json()


def test_a41_a_double_click_on_resend_sends_one_message(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")

    answers = [login.post("code", {"channel": "sms"}, headers=KEY) for _ in range(2)]
    world.work()

    assert [answer.status_code for answer in answers] == [202, 202]
    assert len(world.http.inbox("+12025550101")) == 1


def test_the_password_is_not_to_be_guessed_from_what_is_remembered(world: World) -> None:
    world.client.post(LOGINS, json=BODY, headers=KEY)

    with world.core.units.read() as unit:
        kept = unit.remembered_requests.get("demo", KEY["Idempotency-Key"])
    assert kept is not None
    assert kept.sealed_body is not None
    assert b"login" not in kept.sealed_body
