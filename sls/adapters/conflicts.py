"""Inserting a row unless it is there, which each database says in its own dialect."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_unless_there(session: Session, table: Table, **values: Any) -> bool:
    """Insert a row; False where another one has its key already, be it of a rival just now."""
    insert = _INSERT[session.get_bind().dialect.name]
    statement = insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(*table.primary_key)).first() is not None
