"""Checking the audit chain: whether it holds, its head kept outside, one customer's timeline."""

from collections.abc import Iterator, Sequence

from sls.domain.audit import AuditEntry, AuditKind, Defect, Flaw, Head, flaws_of
from sls.domain.errors import AccountUnknown
from sls.ports import Clock, UnitOfWork, UnitsOfWork
from sls.ports.audit import AuditAnchor, AuditSeals, SignedHead
from sls.services.auditing import record

BATCH = 1000
MAX_TIMELINE = 200


class CheckingAudit:
    """The use cases of whoever reads the chain."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        seals: AuditSeals,
        anchor: AuditAnchor,
    ) -> None:
        self._units = units
        self._clock = clock
        self._seals = seals
        self._anchor = anchor

    def verify(self) -> list[Flaw]:
        """Return every flaw of the whole chain; an empty list says that it holds."""
        try:
            outside = self._kept_outside()
        except ValueError:
            return [Flaw(0, Defect.HEAD_UNSIGNED), *self._flaws(None)]
        return self._flaws(outside)

    def anchor(self) -> Head | None:
        """Keep the present head outside the database and return it; None when nothing is new.

        Raises:
            ValueError: the chain does not go on from the head kept before; that one is left.
        """
        outside = self._kept_outside()
        with self._units.read() as unit:
            head = unit.audit.head()
            is_behind = outside is not None and head.seq < outside.seq
            if is_behind or (outside is not None and not _contains(unit, outside)):
                raise ValueError("the audit chain does not go on from the head kept outside")
        if outside == head:
            return None
        self._anchor.keep(self._signed(head))
        return head

    def signed_head(self) -> SignedHead:
        """Return the present head, signed, for whoever keeps it themselves."""
        with self._units.read() as unit:
            return self._signed(unit.audit.head())

    def count(self) -> int:
        """Return how many entries the chain should have."""
        with self._units.read() as unit:
            return unit.audit.head().seq

    def timeline(
        self, username: str, viewer: str, before: int | None, limit: int
    ) -> Sequence[AuditEntry]:
        """Return what is on record of a customer, newest first; the look is recorded, too.

        Raises:
            AccountUnknown: no such customer.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            key = unit.audit.key_of(customer.id)
            record(unit, AuditKind.TIMELINE_VIEWED, now, customer=customer.id, actor=viewer)
            if key is None:
                return []
            pseudonym = self._seals.pseudonym(key, customer.id, customer.id)
            return unit.audit.of_customer(pseudonym, before, min(limit, MAX_TIMELINE))

    def _kept_outside(self) -> Head | None:
        kept = self._anchor.read()
        if kept is None:
            return None
        if not self._seals.holds(kept.head.message(), kept.signature):
            raise ValueError("the head kept outside was not signed by us")
        return kept.head

    def _signed(self, head: Head) -> SignedHead:
        return SignedHead(head, self._seals.seal(head.message()))

    def _flaws(self, outside: Head | None) -> list[Flaw]:
        with self._units.read() as unit:
            heads = [unit.audit.head()] + ([] if outside is None else [outside])
            return list(flaws_of(_all(unit), heads, self._seals.holds))


def _all(unit: UnitOfWork) -> Iterator[AuditEntry]:
    after = 0
    while batch := unit.audit.entries(after, BATCH):
        yield from batch
        after = batch[-1].seq


def _contains(unit: UnitOfWork, head: Head) -> bool:
    entry = unit.audit.entry(head.seq)
    return head.seq == 0 or (entry is not None and entry.seal == head.seal)
