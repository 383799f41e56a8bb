"""SQLite and PostgreSQL as they must be opened to be trusted."""

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from sls.adapters import tables
from sls.adapters.clock import DemoClock
from sls.adapters.database import Database
from sls.adapters.schema import Schema
from sls.domain.conversations import Event
from sls.domain.deliveries import DeliveryState
from sls.settings import SettingsError
from tests.fakes.clock import NOON
from tests.sls.crowd import at_once

PROCESSES, INCREMENTS = 4, 100


def _increment(url: str, start) -> None:
    """Read a number and write it back one higher, a hundred times."""
    database = Database(url)
    start.wait(timeout=60)
    for _ in range(INCREMENTS):
        with database.session(database.writing) as session:
            offset = session.scalar(select(tables.demo_clock.c.offset_seconds).with_for_update())
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
def test_every_connection_to_sqlite_is_opened_safely(sqlite, engine, pragma, expected):
    with getattr(sqlite, engine).connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == expected


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("transaction_isolation", "read committed"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ],
)
@pytest.mark.parametrize("engine", ["writing", "reading"])
def test_every_connection_to_postgresql_is_opened_safely(postgres, engine, setting, expected):
    for _ in range(2):  # also when it comes back from the pool, after a rollback
        with getattr(postgres, engine).connect() as connection:
            assert connection.execute(text(f"SHOW {setting}")).scalar() == expected


def test_a_reading_transaction_cannot_write_in_postgresql(postgres):
    with (
        pytest.raises(DBAPIError, match="read-only"),
        postgres.session(postgres.reading) as session,
    ):
        session.execute(text("UPDATE demo_clock SET offset_seconds = 0"))
    with postgres.session(postgres.writing) as session:
        session.execute(text("UPDATE demo_clock SET offset_seconds = 0"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_needs_no_name_of_a_driver(scheme):
    database = Database(f"{scheme}://sls:secret@db.example:5432/sls?sslmode=require")

    expected = "postgresql+psycopg://sls:secret@db.example:5432/sls?sslmode=require"
    assert database.url == expected


@pytest.mark.parametrize(
    "url", ["", "sls.db", "mysql://db/sls", "postgresql+asyncpg://db/sls", "nonsense://db"]
)
def test_an_address_of_nothing_we_know_is_refused(url):
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Database(url)


def test_a_password_is_not_told_by_an_error(postgres):
    database = Database(postgres.url.replace("sls@", "sls:very-secret@") + "&port=1")

    with pytest.raises(OperationalError) as failure:
        Schema(database).is_current()
    assert "very-secret" not in str(failure.value)


def test_a_moment_comes_back_in_utc_whatever_the_zone_of_the_server(sql_units):
    with sql_units.write() as unit:
        unit.use_identity_token("jti", NOON)
    with sql_units.read() as unit:
        (kept,) = unit.session.scalars(select(tables.used_identity_tokens.c.expires_at))

    assert (kept, kept.utcoffset()) == (NOON, timedelta(0))


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
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        store_of_events(NOON)


def test_a_state_outside_the_table_is_refused_by_the_database_itself(database):
    insert = text(
        "INSERT INTO conversations (id, bearer_digest, language, is_language_pinned, state,"
        " channel, created_at, last_at, answers, walks, misunderstandings)"
        " VALUES (:id, :id, 'en', false, :state, 'chat', '2026-01-01', '2026-01-01', '{}', '[]', 0)"
    )

    with database.session(database.writing) as session:
        session.execute(insert, {"id": "one", "state": "assistant"})
    with (
        pytest.raises(IntegrityError, match=r"(?i)check constraint"),
        database.session(database.writing) as session,
    ):
        session.execute(insert, {"id": "two", "state": "asleep"})


def test_a_writer_takes_the_lock_of_sqlite_at_once_and_a_reader_none(sqlite):
    other = create_engine(sqlite.url, connect_args={"timeout": 0})

    with sqlite.session(sqlite.reading) as session:
        session.execute(text("SELECT 1"))
        with other.begin() as connection:
            connection.execute(text("UPDATE demo_clock SET offset_seconds = 0"))
    with (
        sqlite.writing.begin(),
        pytest.raises(Exception, match="locked"),
        other.begin() as connection,
    ):
        connection.execute(text("UPDATE demo_clock SET offset_seconds = 0"))
    other.dispose()


def _most_writers_at_once(database: Database) -> int:
    inside, most, counting = 0, 0, threading.Lock()

    def write() -> None:
        nonlocal inside, most
        with database.session(database.writing) as session:
            with counting:
                inside += 1
                most = max(most, inside)
            session.execute(text("SELECT 1"))
            with counting:
                inside -= 1

    at_once(*[write] * 20)
    return most


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_writers_of_one_process_take_turns(request, kind):
    given = request.getfixturevalue(kind)
    database = Database(given.url, turn_seconds=60)

    assert _most_writers_at_once(database) == 1
    database.dispose()


@pytest.mark.parametrize("turn_seconds", [0.0, 0.01])
def test_a_writer_of_postgresql_that_is_held_up_holds_up_nobody(postgres, turn_seconds):
    database = Database(postgres.url, turn_seconds)

    with database.session(database.writing) as held_up, ThreadPoolExecutor(1) as pool:
        held_up.execute(text("SELECT 1"))
        goes_ahead = pool.submit(_most_writers_at_once, database)
        assert goes_ahead.result(timeout=60) >= 1

    database.dispose()


def test_nothing_is_opened_before_it_is_used(tmp_path):
    Database(f"sqlite:///{tmp_path}/nowhere/sls.db")

    assert list(tmp_path.iterdir()) == []


def test_an_event_id_is_never_handed_out_again_by_sqlite(sqlite):
    with sqlite.session(sqlite.writing) as session:
        kept = session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'events'"))

    assert "AUTOINCREMENT" in kept


def test_a_state_is_stored_by_its_word():
    assert tables.deliveries.c.state.type.enums == [state.value for state in DeliveryState]


def test_the_demo_clock_is_one_row(database):
    for _ in range(2):
        DemoClock(database).advance(NOON - NOON)

    with database.session(database.reading) as session:
        assert session.scalar(text("SELECT count(*) FROM demo_clock")) == 1
