"""What a writing transaction holds until its end, so that two of them never decide at once.

SQLite has one writer at a time and needs none of this. With PostgreSQL every writer takes its locks
in one order, or two could wait for each other: a call to our line; a conversation; a delivery;
calling a number; a login, or whatever else is proved; its customer; their request to be
called; a transfer; a factor; its device; an account and the device that confirms; sending to a
number; the budgets; the order of events; the audit chain. Claims hold the bucket and the breaker of
each channel before anything else, and wait for no delivery. Whoever notes answers comes with all
their deliveries in hand, held in the order of their ids, and then takes buckets and breakers in the
order of claims. Numbers are held in their own order, too.
"""

from collections.abc import Hashable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sls.adapters.database import WRITES

Row = TypeVar("Row")

# FOR NO KEY UPDATE: rows that only refer to a locked one can still be written.
HOLD: dict[str, Any] = {"key_share": True}
_HELD = "held"


def held(session: Session, kind: type[Row], key: Any) -> Row | None:
    """Return a row; in a session that writes nobody else changes it until the end.

    What the session had loaded of it before is read anew, for it may have been stale.
    """
    if not _is_new(session, (kind, key)):
        return session.get(kind, key)
    session.flush()
    return session.get(kind, key, with_for_update=HOLD, populate_existing=True)


def held_all(session: Session, kind: type[Row], keys: Sequence[Any]) -> Sequence[Row]:
    """Return several rows, held like `held`, in the order of their keys for everybody alike."""
    session.flush()
    key = inspect(kind).primary_key[0]
    query = select(kind).where(key.in_(keys)).order_by(key)
    if session.info.get(WRITES) and not _is_sqlite(session):
        query = query.with_for_update(**HOLD)
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def held_by(session: Session, kind: type[Row], wanted: ColumnElement[bool], key: Any) -> Row | None:
    """Return the only row that is wanted, held like `held`; `key` is its key's column."""
    found = session.scalar(select(key).where(wanted))
    return None if found is None else held(session, kind, found)


def hold_row(session: Session, table: Table, key: str | None) -> None:
    """Hold a row that is not read."""
    if _is_new(session, (table, key)):
        session.execute(select(table.c.id).where(table.c.id == key).with_for_update(**HOLD))


def hold_name(session: Session, name: str) -> None:
    """Hold a name, for what is decided over rows that are not there yet."""
    if _is_new(session, name):
        number = func.hashtextextended(name, 0)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def insert_once(session: Session, table: Table, rows: list[dict[str, Any]]) -> bool:
    """Insert rows; False when one of them was there, also when another inserted it just now."""
    insert = sqlite.insert if _is_sqlite(session) else postgresql.insert
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return len(session.execute(statement, rows).all()) == len(rows)


def _is_new(session: Session, thing: Hashable) -> bool:
    """Whether this is to be held, and is not yet."""
    if not session.info.get(WRITES) or _is_sqlite(session):
        return False
    known: set[Hashable] = session.info.setdefault(_HELD, set())
    is_new = thing not in known
    known.add(thing)
    return is_new


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
