"""The audit chain's rows, in memory."""

from collections.abc import Callable, Sequence

from sls.domain.audit import BEGINNING, AuditEntry, Happening, Head
from tests.fakes.database import Store, insert


class MemoryAuditTrail:
    """Entries, their head, and the keys of customers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._happened: list[Happening] = []

    def record(self, happening: Happening) -> None:
        self._happened.append(happening)

    def finish(self, append: Callable[["MemoryAuditTrail", Happening], None]) -> None:
        """Append what happened."""
        for happening in self._happened:
            append(self, happening)
        self._happened.clear()

    def head_to_change(self) -> Head:
        return self.head()

    def head(self) -> Head:
        return self._store.audit_entries[-1].head if self._store.audit_entries else BEGINNING

    def append(self, entry: AuditEntry) -> None:
        self._store.audit_entries.append(entry)

    def entries(self, after: int, limit: int) -> Sequence[AuditEntry]:
        return [each for each in self._store.audit_entries if each.seq > after][:limit]

    def entry(self, seq: int) -> AuditEntry | None:
        return next((each for each in self._store.audit_entries if each.seq == seq), None)

    def of_customer(self, pseudonym: str, before: int | None, limit: int) -> Sequence[AuditEntry]:
        found = [
            each
            for each in reversed(self._store.audit_entries)
            if each.customer == pseudonym and (before is None or each.seq < before)
        ]
        return found[:limit]

    def key_of(self, customer_id: str) -> bytes | None:
        return self._store.audit_keys.get(customer_id)

    def add_key(self, customer_id: str, sealed: bytes) -> None:
        insert(self._store.audit_keys, customer_id, sealed)

    def destroy_key(self, customer_id: str) -> None:
        self._store.audit_keys.pop(customer_id, None)
