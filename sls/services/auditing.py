"""Auditing: what happened is written into the chain, in the transaction of the change itself."""

from dataclasses import replace
from datetime import datetime

from sls.domain.audit import CUSTOMER, AuditEntry, AuditKind, Happening
from sls.ports import UnitOfWork
from sls.ports.audit import AuditSeals, AuditTrail


def record(
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

    `customer` and `subject` are ids in clear here and pseudonyms in the chain. `data` must hold no
    secret and no other identifier.
    """
    unit.audit.record(Happening(kind, now, customer, subject, actor, data))


class Auditing:
    """Makes entries of what happened; units of work call it as their last act."""

    def __init__(self, seals: AuditSeals) -> None:
        self._seals = seals

    def append(self, trail: AuditTrail, happening: Happening) -> None:
        """Append the next entry, holding the head."""
        head = trail.head_to_change()
        key = self._key(trail, happening.customer)
        entry = AuditEntry(
            seq=head.seq + 1,
            at=happening.at,
            kind=happening.kind,
            customer=self._pseudonym(key, happening.customer, happening.customer),
            actor=happening.actor,
            subject=self._pseudonym(key, happening.customer, happening.subject),
            data=happening.data,
            previous=head.seal,
        )
        trail.append(replace(entry, seal=self._seals.seal(entry.message())))

    def _key(self, trail: AuditTrail, customer_id: str | None) -> bytes | None:
        if customer_id is None:
            return None
        key = trail.key_of(customer_id)
        if key is None:
            key = self._seals.new_key(customer_id)
            trail.add_key(customer_id, key)
        return key

    def _pseudonym(
        self, key: bytes | None, customer_id: str | None, identifier: str | None
    ) -> str | None:
        """Return what an identifier is called; without a customer nothing is named at all."""
        if key is None or customer_id is None or identifier is None:
            return None
        return self._seals.pseudonym(key, customer_id, identifier)
