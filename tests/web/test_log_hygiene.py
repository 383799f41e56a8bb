"""No secret is ever logged (A34): the whole journey with everything logged, then a search."""

import logging
import traceback
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.deliveries import ANNOUNCEMENT_LEASE
from tests.people import NUMBERS, Chat, LoginScreen, eventually
from tests.world import World

# Access lines hold the address that was asked for, and the API's addresses hold a login's id
# (design 4.4) and the stand-in's a number: gunicorn runs without them (tests/deploy). urllib3 is
# the test's own client as well, so its lines cannot be told apart.
ACCESS_LOGGERS = {"werkzeug", "urllib3.connectionpool"}
# At DEBUG these tell statements and requests; the product runs at INFO.
CHATTY_AT_DEBUG = ("sqlalchemy",)


@dataclass
class Secrets:
    """What must stand in no log; the addresses are what access lines may hold."""

    words: set[str]
    addresses: set[str]


def journey(world: World) -> Secrets:
    """Go through everything that handles a secret, refusals and failures included."""
    login = LoginScreen.of(world.http, "alice")
    chat, anonymous = Chat.open(world.http, login=login.id), Chat.open(world.http)
    world.http.post(
        "/api/sls/v1/logins",
        {"username": "alice", "password": "a wrong password", "platform": "ios"},
    )
    chat.say("my password is hunter2horse and my code is 402981")
    chat.say("call me")
    world.work()
    phone = world.phone("alice")
    phone.picks_up()
    phone.presses_the_gate_key()
    code = phone.hears_the_code("en")
    phone.does("hangup")
    login.ask_for("sms")
    world.work()
    eventually(lambda: world.http.inbox(NUMBERS["alice"]))
    world.http.post("/voice/calls/guess/answer", {})
    world.rasa.mood = "down"
    anonymous.post({"text": "hello", "client_id": "1"})
    world.rasa.mood = "nonsense"
    world.http.get("/readyz")
    login.verify("999999")
    login.verify(code)
    login.verify(code)
    with world.core.units.read() as unit:
        jobs = {each.job for each in unit.deliveries.of_login(login.id)}
    words = {
        code,
        f"{code[:3]} {code[3:]}",
        "alice-demo-2fa",
        "a wrong password",
        "hunter2horse",
        "402981",
        chat.opened["session"],
        anonymous.opened["session"],
        world.settings.twilio_auth_token,
        world.settings.rasa_token,
    }
    return Secrets(words, {login.id, NUMBERS["alice"], NUMBERS["alice"][1:], *jobs})


def told(records: Iterable[logging.LogRecord]) -> str:
    """Return everything that handlers could write of these records."""
    parts = []
    for record in records:
        extra = {name: value for name, value in vars(record).items() if name != "args"}
        parts += [record.getMessage(), str(extra)]
        if record.exc_info:
            parts += traceback.format_exception(*record.exc_info)
    return "\n".join(parts)


def found_in(text: str, secrets: set[str]) -> set[str]:
    """Return the secrets that a text holds."""
    return {each for each in secrets if each in text}


def test_no_logger_of_ours_tells_a_secret(
    own_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    secrets = journey(own_world)

    others = [
        record
        for record in caplog.records
        if record.name not in ACCESS_LOGGERS and not record.name.startswith(CHATTY_AT_DEBUG)
    ]
    assert others, "something was logged at all"
    assert found_in(told(others), secrets.words | secrets.addresses) == set()


def test_access_lines_tell_no_code_password_or_bearer(
    own_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    secrets = journey(own_world)

    lines = [record for record in caplog.records if record.name in ACCESS_LOGGERS]
    assert lines
    assert found_in(told(lines), secrets.words) == set()


def test_at_the_level_we_run_at_nobody_tells_a_secret(
    own_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    secrets = journey(own_world)

    others = [record for record in caplog.records if record.name not in ACCESS_LOGGERS]
    assert found_in(told(others), secrets.words | secrets.addresses) == set()


def test_the_reconciler_logs_no_phone_number(
    own_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    LoginScreen.of(own_world.http, "alice").ask_for("voice")
    assert own_world.core.delivering.take("a worker that dies", 1)
    own_world.http.advance(ANNOUNCEMENT_LEASE.total_seconds() + 1)

    settled = own_world.core.delivering.reconcile()

    records = [record for record in caplog.records if record.name not in ACCESS_LOGGERS]
    assert settled == 1
    assert found_in(told(records), {NUMBERS["alice"], NUMBERS["alice"][1:]}) == set()


def test_a_failed_statement_does_not_tell_its_values(own_world: World) -> None:
    with pytest.raises(IntegrityError) as failed:
        insert_alice_again(own_world)

    assert NUMBERS["alice"] not in str(failed.value)


def insert_alice_again(world: World) -> None:
    """Run a statement that a constraint refuses."""
    with world.core.units.write() as unit:
        unit.session.connection().exec_driver_sql(  # type: ignore[attr-defined]
            "INSERT INTO customers (id, username, language, number, password_hash)"
            " VALUES (?, ?, 'en', ?, 'x')",
            ("customer-alice", "alice", NUMBERS["alice"]),
        )
