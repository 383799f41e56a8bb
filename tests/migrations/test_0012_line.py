"""Migrations of sends keep them, though their expenses refer to them."""

import pytest
from alembic import command
from sqlalchemy import select, text

from sls.adapters import tables
from sls.adapters.database import Database
from sls.adapters.schema import Schema
from sls.adapters.sending_tables import expenses
from sls.domain.purposes import Purpose
from tests.fakes.clock import NOON
from tests.migrations.test_migrations import go
from tests.sls.adapters.rows import Rows

SENT = (tables.deliveries, expenses)


@pytest.fixture
def database(new_database) -> Database:
    """Give a database of each kind with a row in every table."""
    database = new_database()
    Schema(database).upgrade()
    return database


def _put(database: Database, purpose: Purpose) -> None:
    given = {"deliveries.purpose": purpose, "challenges.purpose": Purpose.LOGIN}
    with database.session(database.writing) as session:
        Rows("alice", NOON, given).put(session)


def _counts(database: Database) -> list[int]:
    with database.reading.connect() as connection:
        return [len(connection.execute(select(*each.primary_key)).all()) for each in SENT]


def test_a_send_is_kept_on_the_way_down_and_up(database):
    _put(database, Purpose.LOGIN)

    go(database, command.downgrade, "0011")
    before = _counts(database)
    Schema(database).upgrade()

    assert before == _counts(database) == [1, 1]


@pytest.mark.parametrize("purpose", [Purpose.CALLER, Purpose.CALLBACK])
def test_a_send_of_a_newer_kind_goes_with_its_expense(database, purpose):
    _put(database, purpose)

    go(database, command.downgrade, "0011")

    assert _counts(database) == [0, 0]


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_foreign_keys_hold_again_after_an_upgrade(database):
    with database.writing.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_rows_that_would_refer_to_nothing_are_not_left_behind(database):
    _put(database, Purpose.LOGIN)

    with pytest.raises(RuntimeError), database.rebuilding() as connection:
        connection.execute(tables.deliveries.delete())

    assert _counts(database) == [1, 1]
