"""Deleting rows together with all that refers to them, found by the foreign keys themselves."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, delete, select
from sqlalchemy.orm import Session

from sls.adapters.database import change
from sls.adapters.mapping import metadata


def delete_with_parts(
    session: Session, table: Table, condition: ColumnElement[bool], spared: Collection[Table] = ()
) -> int:
    """Delete rows, after all that refers to them; return how many of the table itself."""
    for part in metadata.sorted_tables:
        if part in spared:
            continue
        for key in part.foreign_keys:
            if key.column.table is table:
                owners = select(key.column).where(condition)
                delete_with_parts(session, part, key.parent.in_(owners), spared)
    return change(session, delete(table).where(condition))
