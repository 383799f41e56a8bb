"""Migrations of transfers keep how often somebody was asked, and how they ended."""

import pytest
from alembic import command
from sqlalchemy import select, text, update

from sls.adapters.database import Database
from sls.adapters.schema import Schema
from sls.adapters.transfer_tables import transfers
from sls.domain.transfers import TransferState
from tests.fakes.clock import NOON
from tests.migrations.test_migrations import go
from tests.sls.adapters.rows import Rows


@pytest.fixture
def database(new_database) -> Database:
    """Give a database of each kind with a transfer in it."""
    database = new_database()
    Schema(database).upgrade()
    with database.session(database.writing) as session:
        Rows("alice", NOON, {}).put(session)
    return database


def _change(database: Database, **values: object) -> None:
    with database.writing.begin() as connection:
        connection.execute(update(transfers).values(**values))


def _now(database: Database) -> tuple[object, object]:
    with database.reading.connect() as connection:
        return tuple(connection.execute(select(transfers.c.asks, transfers.c.state)).one())


@pytest.mark.parametrize(("asks", "kept"), [({"CA-ours": 2, "CA-second": 1}, {"": 2}), ({}, {})])
def test_the_most_that_one_phone_was_asked_is_kept_on_the_way_down_and_up(database, asks, kept):
    _change(database, asks=asks, state=TransferState.UNTAKEN)

    go(database, command.downgrade, "0015")
    Schema(database).upgrade()

    assert _now(database) == (kept, TransferState.UNTAKEN)


def test_a_caller_who_left_after_the_key_has_left_as_before(database):
    _change(database, asks={"CA-ours": 1}, state=TransferState.UNTOLD)

    go(database, command.downgrade, "0015")

    with database.reading.connect() as connection:
        left = connection.execute(text("SELECT asks, state FROM transfers")).one()
    assert tuple(left) == (1, "left")
