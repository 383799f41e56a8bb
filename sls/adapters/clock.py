"""Clocks: the system's, and the demo's, which can be set forward for all processes at once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from sls.adapters import tables
from sls.adapters.database import Database, change


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


class DemoClock:
    """The machine's clock plus an offset in one database row that every process reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def now(self) -> datetime:
        """Return the demo's present moment."""
        with self._database.session(self._database.reading) as session:
            offset = session.scalar(select(tables.demo_clock.c.offset_seconds))
        return datetime.now(UTC) + timedelta(seconds=offset or 0.0)

    def advance(self, span: timedelta) -> None:
        """Set the demo's clock forward."""
        seconds = span.total_seconds()
        offset = tables.demo_clock.c.offset_seconds
        with self._database.session(self._database.writing) as session:
            move = update(tables.demo_clock).values(offset_seconds=offset + seconds)
            if change(session, move) == 0:
                session.execute(insert(tables.demo_clock).values(id=1, offset_seconds=seconds))
