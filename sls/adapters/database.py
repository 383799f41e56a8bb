"""Database engines: SQLite as it must be opened to be trusted, and one type for moments."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from sls.settings import SettingsError

BUSY_TIMEOUT_MS = 5000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite would hand back naive ones."""

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
        """Return an aware moment."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Database:
    """A writing and a reading engine over one database.

    With SQLite every writing transaction begins IMMEDIATE: SQLAlchemy's default loses updates
    silently, and a deferred BEGIN is refused when two transactions meet.
    """

    def __init__(self, url: str) -> None:
        try:
            make_url(url).get_dialect()
        except ArgumentError as error:
            raise SettingsError("DATABASE_URL is not the address of a database.") from error
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.writing = self._engine("BEGIN IMMEDIATE")
        self.reading = self._engine("BEGIN")

    @contextmanager
    def session(self, engine: Engine) -> Iterator[Session]:
        """Open a session that commits at the end and rolls back on any exception."""
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.writing.dispose()
        self.reading.dispose()

    def _engine(self, begin: str) -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True, hide_parameters=True)
        # hide_parameters: an error must not tell the values of its statement.
        engine = create_engine(self.url, pool_size=16, max_overflow=64, hide_parameters=True)
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine


def change(session: Session, statement: Executable) -> int:
    """Run an UPDATE or DELETE behind the session's back; return how many rows it changed."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()  # what the session has loaded is stale now
    return cast("CursorResult[Any]", result).rowcount


def _open_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
