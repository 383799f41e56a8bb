"""SQLite as it must be opened to be trusted."""

import multiprocessing
from datetime import datetime

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import StatementError

from sls.adapters import tables
from sls.adapters.clock import DemoClock
from sls.adapters.database import Database
from sls.domain.conversations import Event
from sls.domain.deliveries import DeliveryState
from tests.fakes.clock import NOON

PROCESSES, INCREMENTS = 4, 100


def _increment(url: str, start) -> None:
    """Read a number and write it back one higher, a hundred times."""
    database = Database(url)
    start.wait(timeout=60)
    for _ in range(INCREMENTS):
        with database.session(database.writing) as session:
            offset = session.scalar(text("SELECT offset_seconds FROM demo_clock"))
            session.execute(text("UPDATE demo_clock SET offset_seconds = :n"), {"n": offset + 1})
    database.dispose()


def test_no_update_is_lost_between_processes(database):
    with database.session(database.writing) as session:
        session.execute(text("INSERT INTO demo_clock (id, offset_seconds) VALUES (1, 0)"))
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(PROCESSES)
    processes = [
        context.Process(target=_increment, args=(database.url, start)) for _ in range(PROCESSES)
    ]

    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)

    assert [process.exitcode for process in processes] == [0] * PROCESSES
    with database.session(database.reading) as session:
        total = session.scalar(text("SELECT offset_seconds FROM demo_clock"))
    assert total == PROCESSES * INCREMENTS


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1)],
)
@pytest.mark.parametrize("engine", ["writing", "reading"])
def test_every_connection_is_opened_safely(database, engine, pragma, expected):
    with getattr(database, engine).connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == expected


def test_a_naive_moment_is_refused(store_of_events):
    naive = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001 - the point

    with pytest.raises(StatementError, match="naive"):
        store_of_events(naive)


@pytest.fixture
def store_of_events(sql_units):
    """Give a way to store an event of some moment."""

    def tell(moment: datetime) -> None:
        with sql_units.write() as unit:
            unit.conversations.add_event(Event("nobody", "message", {}, moment))

    return tell


def test_a_row_of_nobody_is_refused(store_of_events):
    with pytest.raises(Exception, match="FOREIGN KEY"):
        store_of_events(NOON)


def test_a_state_outside_the_table_is_refused_by_the_database_itself(database):
    insert = text(
        "INSERT INTO conversations (id, bearer_digest, language, is_language_pinned, state,"
        " channel, created_at, last_at, answers, walks, misunderstandings)"
        " VALUES ('c', 'd', 'en', 0, :state, 'chat', '2026-01-01', '2026-01-01', '{}', '[]', 0)"
    )

    with database.session(database.writing) as session:
        session.execute(insert, {"state": "assistant"})
    with (
        pytest.raises(Exception, match="CHECK"),
        database.session(database.writing) as session,
    ):
        session.execute(insert, {"state": "asleep"})


def test_a_writer_takes_the_lock_at_once_and_a_reader_none(database):
    other = create_engine(database.url, connect_args={"timeout": 0})

    with database.session(database.reading) as session:
        session.execute(text("SELECT 1"))
        with other.begin() as connection:
            connection.execute(text("UPDATE demo_clock SET offset_seconds = 0"))
    with (
        database.writing.begin(),
        pytest.raises(Exception, match="locked"),
        other.begin() as connection,
    ):
        connection.execute(text("UPDATE demo_clock SET offset_seconds = 0"))
    other.dispose()


def test_nothing_is_opened_before_it_is_used(tmp_path):
    Database(f"sqlite:///{tmp_path}/nowhere/sls.db")

    assert list(tmp_path.iterdir()) == []


def test_an_event_id_is_never_handed_out_again(database):
    with database.session(database.writing) as session:
        kept = session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'events'"))

    assert "AUTOINCREMENT" in kept


def test_a_state_is_stored_by_its_word():
    assert tables.deliveries.c.state.type.enums == [state.value for state in DeliveryState]


def test_the_demo_clock_is_one_row(database):
    for _ in range(2):
        DemoClock(database).advance(NOON - NOON)

    with database.session(database.reading) as session:
        assert session.scalar(text("SELECT count(*) FROM demo_clock")) == 1
