"""Auditing: what happened is written into the chain, in the transaction of the change itself."""

from dataclasses import replace
from datetime import datetime

from sls.domain.audit import CUSTOMER, AuditEntry, AuditKind
from sls.ports import UnitOfWork
from sls.ports.audit import AuditSeals


class Auditing:
    """Writes entries; one line for whoever changes something."""

    def __init__(self, seals: AuditSeals) -> None:
        self._seals = seals

    def record(
        self,
        unit: UnitOfWork,
        kind: AuditKind,
        now: datetime,
        *,
        customer: str | None = None,
        subject: str | None = None,
        actor: str = CUSTOMER,
        **data: str | int | None,
    ) -> None:
        """Record that something happened; it is kept if this unit is, and not otherwise.

        `customer` and `subject` are ids in clear here and pseudonyms in the chain. `data` must hold
        no secret and no other identifier.
        """

        def append() -> None:
            head = unit.audit.head_to_change()
            entry = AuditEntry(
                seq=head.seq + 1,
                at=now,
                kind=kind,
                customer=self._pseudonym(unit, customer, customer),
                actor=actor,
                subject=self._pseudonym(unit, customer, subject),
                data=data,
                previous=head.seal,
            )
            unit.audit.append(replace(entry, seal=self._seals.seal(entry.message())))

        unit.audit.at_end(append)

    def _pseudonym(
        self, unit: UnitOfWork, customer_id: str | None, identifier: str | None
    ) -> str | None:
        """Return what an identifier is called; without a customer nothing is named at all."""
        if customer_id is None or identifier is None:
            return None
        key = unit.audit.key_of(customer_id)
        if key is None:
            key = self._seals.new_key(customer_id)
            unit.audit.add_key(customer_id, key)
        return self._seals.pseudonym(key, customer_id, identifier)
