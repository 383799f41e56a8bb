"""One row of each table for a person, made from the tables themselves: none is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    select,
)
from sqlalchemy.orm import Session

from sls.adapters.audit_tables import CHAIN
from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import metadata

# Nobody's: rows of processes, of the demo, and of the chain.
TRUNKS = frozenset({"buckets", "breakers", "refused_sends"})
OF_NOBODY = frozenset({*CHAIN, *TRUNKS, "audit_keys", "demo_clock", "worker_signs", "purges"})
# Ids that are no foreign keys, and the table that they are of.
SOFT = {"customer_id": "customers", "login_id": "logins", "subject_id": "logins"}
Row = Mapping[str, Any]


@dataclass
class Rows:
    """A person's rows; `given` are values for columns named `table.column`."""

    who: str
    at: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    of: dict[str, Row] = field(default_factory=dict)

    def put(self, session: Session) -> "Rows":
        """Put a row into every table."""
        for table in metadata.sorted_tables:
            if table.name not in OF_NOBODY:
                values = {c.name: self._value(table, c) for c in table.columns if not _own(c)}
                made = session.execute(
                    table.insert().values(**values).returning(*table.primary_key.columns)
                ).one()
                self.of[table.name] = {**values, **made._mapping}
        return self

    def left(self, session: Session) -> set[str]:
        """Return the tables in which the person's row is still there."""
        return {name for name, row in self.of.items() if _is_there(session, name, row)}

    def _value(self, table: Table, column: Column[Any]) -> Any:
        name = f"{table.name}.{column.name}"
        if name in self.given:
            return self.given[name]
        for key in column.foreign_keys:
            return self.of[key.column.table.name][key.column.name]
        if column.name in SOFT:
            return f"{self.who} {SOFT[column.name]} id"
        return self._plain(table, column)

    def _plain(self, table: Table, column: Column[Any]) -> Any:
        words = f"{self.who} {table.name} {column.name}"
        kind = column.type
        if isinstance(kind, Enum):
            return kind.python_type(kind.enums[-1]) if kind.enum_class else kind.enums[-1]
        if isinstance(kind, String):
            return words[: kind.length]
        plain = {
            UtcDateTime: self.at,
            Date: self.at.date(),
            Boolean: False,
            BigInteger: 1,
            Integer: 1,
            LargeBinary: words.encode(),
            JSON: {},
        }
        return plain.get(type(kind), ())


def _own(column: Column[Any]) -> bool:
    """Whether the database makes the value itself."""
    return column.primary_key and isinstance(column.type, Integer)


def _is_there(session: Session, name: str, row: Row) -> bool:
    table = metadata.tables[name]
    is_it = [column == row[column.name] for column in table.primary_key.columns]
    return session.execute(select(*table.primary_key.columns).where(*is_it)).first() is not None
