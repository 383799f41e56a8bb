"""Database engines: SQLite and PostgreSQL as they must be opened, and one type for moments.

What the two need to be told differently is here and in `locks.py`, and nowhere else.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    Engine,
    TypeDecorator,
    Update,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from sls.settings import SettingsError

# So long a writer waits for another; then the caller is told to come back.
BUSY_TIMEOUT_MS = 5000
# No transaction thinks; one whose program is stuck or gone must not keep its locks.
IDLE_TIMEOUT_MS = 30_000
CONNECT_TIMEOUT_SECONDS = 5
# One interpreter runs one thread at a time, and whoever sends a code holds the budgets until the
# end: writers that alternate take nearly twice as long as one after the other. Whoever has waited
# this long has somebody before them who waits for a lock, and goes ahead.
TURN_SECONDS = 1.0
# Under this name a session knows whether it may write.
WRITES = "writes"
_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite would hand back naive ones, PostgreSQL its own zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive moments, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """A writing and a reading engine over one database.

    With SQLite every writing transaction begins IMMEDIATE: SQLAlchemy's default loses updates
    silently, and a deferred BEGIN is refused when two transactions meet. With PostgreSQL the
    writers of one row meet at its lock (`locks.py`), and a reading transaction cannot write.
    """

    def __init__(self, url: str, turn_seconds: float = 0.0) -> None:
        """Take an address, and how long a writer lets the other writers of this process go first.

        With SQLite that is as long as it takes.
        """
        address = _address(url)
        self.url = address.render_as_string(hide_password=False)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self._turns = threading.Lock()
        self._turn_seconds = BUSY_TIMEOUT_MS / 1000 if self.is_sqlite else turn_seconds
        if self.is_sqlite:
            self.writing, self.reading = _sqlite(address, "BEGIN IMMEDIATE"), _sqlite(address)
        else:
            self.writing = _postgresql(address)
            # The same pool; the server itself refuses a reading transaction that would write.
            self.reading = self.writing.execution_options(postgresql_readonly=True)

    @contextmanager
    def session(self, engine: Engine) -> Iterator[Session]:
        """Open a session that commits at the end and rolls back on any exception."""
        info = {WRITES: engine is self.writing}
        with (
            self._turn(engine),
            Session(engine, expire_on_commit=False, info=info) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """Begin a transaction in which tables may be made anew, as SQLite changes them.

        It drops the old table then, and would take the rows that refer to it for orphans. It lets
        go of foreign keys only before a transaction; what holds afterwards is checked at its end.

        Raises:
            RuntimeError: rows are left that refer to nothing; nothing is changed.
        """
        with self._turn(self.writing), self.writing.connect() as connection:
            self._hold_to_foreign_keys(connection, "OFF")
            try:
                with connection.begin():
                    yield connection
                    self._check_foreign_keys(connection)
            finally:
                self._hold_to_foreign_keys(connection, "ON")

    def _hold_to_foreign_keys(self, connection: Connection, word: str) -> None:
        driver = connection.connection.driver_connection
        if self.is_sqlite and driver is not None:
            driver.execute(f"PRAGMA foreign_keys={word}")  # past SQLAlchemy, which would BEGIN

    def _check_foreign_keys(self, connection: Connection) -> None:
        if self.is_sqlite:
            orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if orphan is not None:
                raise RuntimeError(f"rows of {orphan[0]} would refer to nothing in {orphan[2]}")

    @contextmanager
    def _turn(self, engine: Engine) -> Iterator[None]:
        """Let the writers of this process take turns; SQLite would have them look again and again.

        Those who look seldom would wait longest: of a hundred at once some were told to come back.
        With PostgreSQL it is a courtesy: who holds what all wait for is not held up by those who
        wait, and whoever has waited long enough goes ahead.
        """
        if engine is not self.writing or not self._turn_seconds:
            yield
            return
        has_turn = self._turns.acquire(timeout=self._turn_seconds)
        try:
            yield  # without a turn the database itself decides
        finally:
            if has_turn:
                self._turns.release()

    def dispose(self) -> None:
        """Close every connection."""
        self.writing.dispose()
        self.reading.dispose()


def change(
    session: Session, statement: Update | Delete, values: Mapping[str, Any] | None = None
) -> int:
    """Run an UPDATE or DELETE behind the session's back; return how many rows it changed."""
    options = {"synchronize_session": False}
    result = session.execute(statement, values, execution_options=options)
    for loaded in session.identity_map.values():
        if inspect(loaded).mapper.local_table is statement.table:
            session.expire(loaded)  # it is stale now
    return cast("CursorResult[Any]", result).rowcount


def _address(url: str) -> URL:
    """Return a database's address with the driver that is installed for it."""
    try:
        address = make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        address.get_dialect()
    except ArgumentError as error:
        raise SettingsError("DATABASE_URL is not the address of a database.") from error
    if address.drivername not in _DRIVERS:
        raise SettingsError("DATABASE_URL names a database that is neither SQLite nor PostgreSQL.")
    return address


# hide_parameters: an error must not tell the values of its statement.
def _sqlite(address: URL, begin: str = "BEGIN") -> Engine:
    engine = create_engine(address, pool_size=16, max_overflow=64, hide_parameters=True)
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _postgresql(address: URL) -> Engine:
    engine = create_engine(
        address,
        isolation_level="READ COMMITTED",  # each statement after a lock sees what the lock awaited
        # As many as there may be are kept: in a rush the server spent a quarter of its time on
        # making those anew that had been dropped after use.
        pool_size=32,
        max_overflow=0,
        pool_pre_ping=True,  # a connection that died while it was idle is replaced in silence
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
    event.listen(engine, "connect", _open_postgresql)
    return engine


def _open_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _open_postgresql(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {IDLE_TIMEOUT_MS}")
    connection.autocommit = False
