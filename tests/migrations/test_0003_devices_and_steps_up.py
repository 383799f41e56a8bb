"""The third migration keeps what is on record: codes, deliveries and challenges of logins."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from sls.adapters.database import Database
from tests.migrations.test_migrations import go

DAY, NUMBER = "2026-03-02", "+12025550101"
CUSTOMER = {"id": "c", "username": "c", "language": "en", "number": NUMBER, "password_hash": ""}
LOGIN = {"id": "l", "customer_id": "c", "platform": "tws", "language": "en", "state": "ready"}
DELIVERY = {
    "id": "d",
    "job": "j",
    "login_id": "l",
    "code_id": "o",
    "channel": "sms",
    "number": NUMBER,
    "language": "en",
    "state": "queued",
    "due_at": DAY,
    "gate_key": "1",
    "tries": 0,
    "gate_tries": 0,
    "readings": 0,
}
ROWS = {
    "customers": CUSTOMER,
    "factors": {"id": "f", "customer_id": "c", "kind": "sms", "active_from": DAY, "failures": 0},
    "logins": {**LOGIN, "attempts": 0},
    "one_time_codes": {"id": "o", "login_id": "l", "digest": b"d"},
    "challenges": {"id": "h", "login_id": "l", "factor_id": "f", "question": "123456"},
    "deliveries": DELIVERY,
}
DATED = {"logins", "one_time_codes", "challenges", "deliveries"}


@pytest.fixture
def database(tmp_path) -> Iterator[Database]:
    """Give a database as the second migration left it, with a row in each table."""
    database = Database(f"sqlite:///{tmp_path}/sls.db")
    go(database, command.upgrade, "0002")
    for table, row in ROWS.items():
        _insert(database, table, row)
    yield database
    database.dispose()


def _insert(database: Database, table: str, row: dict[str, Any]) -> None:
    dates = {"created_at": DAY, "expires_at": DAY} if table in DATED else {}
    values = {**row, **dates}
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    with database.writing.begin() as connection:
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)  # noqa: S608


def _one(database: Database, query: str) -> tuple[Any, ...]:
    with database.reading.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def test_what_was_on_record_is_still_there(database):
    go(database, command.upgrade, "0003")

    assert _one(database, "SELECT purpose, subject_id FROM challenges") == ("login", "l")
    assert _one(database, "SELECT login_id, code_id FROM deliveries") == ("l", "o")
    assert _one(database, "SELECT login_id FROM one_time_codes") == ("l",)


def test_and_is_there_after_the_way_back(database):
    go(database, command.upgrade, "0003")
    go(database, command.downgrade, "0002")

    assert _one(database, "SELECT login_id FROM challenges") == ("l",)
    assert _one(database, "SELECT login_id, code_id FROM deliveries") == ("l", "o")
