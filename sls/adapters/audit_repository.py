"""The audit chain's rows, on SQLAlchemy; the head row makes one line of all writers."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, Update, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from sls.adapters.audit_tables import audit_entries, audit_head, audit_keys
from sls.adapters.locks import insert_once
from sls.domain.audit import BEGINNING, AuditEntry, Happening, Head
from sls.ports.audit import AuditTrail

Append: TypeAlias = Callable[[AuditTrail, Happening], None]
_ROW = 1


class SqlAuditTrail:
    """Entries, their head, and the keys of customers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._happened: list[Happening] = []

    def record(self, happening: Happening) -> None:
        self._happened.append(happening)

    def finish(self, append: Append) -> None:
        """Append what happened; everything else of this unit is with the database by now."""
        if self._happened:
            self._session.flush()
        for happening in self._happened:
            append(self, happening)
        self._happened.clear()

    def head_to_change(self) -> Head:
        """Lock the head row; SQLite leaves FOR UPDATE out, its writers are alone anyway."""
        row = self._session.execute(_head_to_change()).one_or_none()
        if row is None:
            insert_once(self._session, audit_head, [{"id": _ROW, **asdict(BEGINNING)}])
            row = self._session.execute(_head_to_change()).one()
        return Head(row.seq, row.seal)

    def head(self) -> Head:
        row = self._session.execute(select(audit_head.c.seq, audit_head.c.seal)).one_or_none()
        return BEGINNING if row is None else Head(row.seq, row.seal)

    def append(self, entry: AuditEntry) -> None:
        self._session.execute(insert(audit_entries), _values(entry))
        self._session.execute(_moved_head(), {"seq": entry.seq, "seal": entry.seal})

    def entries(self, after: int, limit: int) -> Sequence[AuditEntry]:
        entry = audit_entries.c
        query = select(audit_entries).where(entry.seq > after).order_by(entry.seq).limit(limit)
        return self._found(query)

    def entry(self, seq: int) -> AuditEntry | None:
        found = self._found(select(audit_entries).where(audit_entries.c.seq == seq))
        return found[0] if found else None

    def of_customer(self, pseudonym: str, before: int | None, limit: int) -> Sequence[AuditEntry]:
        entry = audit_entries.c
        query = select(audit_entries).where(entry.customer == pseudonym)
        if before is not None:
            query = query.where(entry.seq < before)
        return self._found(query.order_by(entry.seq.desc()).limit(limit))

    def key_of(self, customer_id: str) -> bytes | None:
        found: bytes | None = self._session.scalar(_key(), {"customer_id": customer_id})
        return found

    def add_key(self, customer_id: str, sealed: bytes) -> None:
        row = {"customer_id": customer_id, "sealed_key": sealed}
        self._session.execute(insert(audit_keys), row)

    def destroy_key(self, customer_id: str) -> None:
        self._session.execute(delete(audit_keys).where(audit_keys.c.customer_id == customer_id))

    def _found(self, query: Select[Any]) -> list[AuditEntry]:
        return [_entry(row) for row in self._session.execute(query)]


# Written for nearly every request, and to build one costs more than to run it.
@cache
def _head_to_change() -> Select[Any]:
    return select(audit_head.c.seq, audit_head.c.seal).with_for_update()


@cache
def _moved_head() -> Update:
    return update(audit_head).where(audit_head.c.id == _ROW)


@cache
def _key() -> Select[Any]:
    wanted = audit_keys.c.customer_id == bindparam("customer_id")
    return select(audit_keys.c.sealed_key).where(wanted)


def _values(entry: AuditEntry) -> dict[str, Any]:
    return {**asdict(entry), "kind": str(entry.kind), "data": dict(entry.data)}


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(**row._mapping)  # noqa: SLF001 - the documented name of a row's mapping
