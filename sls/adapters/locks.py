"""What a writing transaction holds until its end, so that two of them never decide at once.

SQLite has one writer at a time and needs none of this. With PostgreSQL every writer takes its locks
in one order, or two could wait for each other: a conversation; a delivery; calling a number; a
login; its factor; its device; an account and its device; sending to a number; the order of events.
"""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import ForUpdateParameter

from sls.adapters.database import WRITES

Row = TypeVar("Row")

# FOR NO KEY UPDATE: rows that only refer to a locked one can still be written.
HOLD: ForUpdateParameter = {"key_share": True}
_HELD = "held"


def held(session: Session, kind: type[Row], key: Any) -> Row | None:
    """Return a row; in a session that writes nobody else changes it until the end.

    What the session had loaded of it before is read anew, for it may have been stale.
    """
    if not _must_hold(session):
        return session.get(kind, key)
    known = session.info.setdefault(_HELD, set())
    if (kind, key) in known:
        return session.get(kind, key)
    session.flush()
    row = session.get(kind, key, with_for_update=HOLD, populate_existing=True)
    known.add((kind, key))
    return row


def held_by(session: Session, kind: type[Row], wanted: ColumnElement[bool], key: Any) -> Row | None:
    """Return the only row that is wanted, held like `held`; `key` is its key's column."""
    found = session.scalar(select(key).where(wanted))
    return None if found is None else held(session, kind, found)


def hold_row(session: Session, table: Table, key: str | None) -> None:
    """Hold a row that is not read."""
    session.execute(select(table.c.id).where(table.c.id == key).with_for_update(**HOLD))


def hold_name(session: Session, name: str) -> None:
    """Hold a name, for what is decided over rows that are not there yet."""
    if _must_hold(session):
        number = func.hashtextextended(name, 0)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def insert_once(session: Session, table: Table, rows: list[dict[str, Any]]) -> bool:
    """Insert rows; False when one of them was there, also when another inserted it just now."""
    insert = sqlite.insert if _is_sqlite(session) else postgresql.insert
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return len(session.execute(statement, rows).all()) == len(rows)


def _must_hold(session: Session) -> bool:
    return bool(session.info.get(WRITES)) and not _is_sqlite(session)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
