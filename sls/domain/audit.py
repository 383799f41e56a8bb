"""The audit chain: each entry names the one before it, so that none can be taken, moved or changed.

An entry names nobody. Customers, logins, devices and withdrawals stand in it as keyed digests made
with a key of each customer; once that key is destroyed the entries tell of nobody any more, and the
chain still holds.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

CUSTOMER = "customer"
SYSTEM = "system"


class AuditKind(StrEnum):
    """What can have happened; kept as a word, so that a kind of former times stays readable."""

    LOGIN_STARTED = "LoginStarted"
    LOGIN_REFUSED = "LoginRefused"
    LOGIN_VERIFIED = "LoginVerified"
    FACTOR_CHOSEN = "FactorChosen"
    FACTOR_LOCKED = "FactorLocked"
    CODE_REQUESTED = "CodeRequested"
    CODE_REFUSED = "CodeRefused"
    CODE_READ_OUT = "CodeReadOut"
    WITHDRAWAL_REQUESTED = "WithdrawalRequested"
    WITHDRAWAL_REFUSED = "WithdrawalRefused"
    WITHDRAWAL_EXECUTED = "WithdrawalExecuted"
    WITHDRAWAL_CANCELLED = "WithdrawalCancelled"
    WITHDRAWAL_FAILED = "WithdrawalFailed"
    TIMELINE_VIEWED = "TimelineViewed"
    DATA_PURGED = "DataPurged"
    CUSTOMER_ERASED = "CustomerErased"


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries there are, and the seal of the last one."""

    seq: int
    seal: str

    def message(self) -> bytes:
        """Return what is signed when the head is kept outside the database."""
        return _canonical({"audit_head": self.seq, "seal": self.seal})


BEGINNING = Head(0, "0" * 64)


@dataclass(frozen=True)
class AuditEntry:
    """One thing that happened; `customer` and `subject` are pseudonyms, `data` holds no secret."""

    seq: int
    at: datetime
    kind: str
    customer: str | None
    actor: str
    subject: str | None
    data: Mapping[str, Any]
    previous: str
    seal: str = ""

    def message(self) -> bytes:
        """Return the one spelling of this entry that its seal is made of."""
        return _canonical(
            {
                "seq": self.seq,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "kind": self.kind,
                "customer": self.customer,
                "actor": self.actor,
                "subject": self.subject,
                "data": dict(self.data),
                "previous": self.previous,
            }
        )

    @property
    def head(self) -> Head:
        """The head of a chain that ends here."""
        return Head(self.seq, self.seal)


class Defect(StrEnum):
    """What can be wrong with a chain."""

    MISSING = "missing"  # an entry was taken out
    CHANGED = "changed"  # an entry was edited, moved or made by somebody without the key
    UNLINKED = "unlinked"  # an entry does not name the one before it
    CUT = "cut"  # the chain ends before its head, in the database or outside
    FORKED = "forked"  # the entry at the outside head is another one than was signed
    HEAD_UNSIGNED = "head_unsigned"  # the head outside was not signed by us


@dataclass(frozen=True)
class Flaw:
    """One defect, at one place of the chain."""

    seq: int
    defect: Defect


def flaws_of(
    entries: Iterable[AuditEntry], heads: Iterable[Head], holds: Callable[[bytes, str], bool]
) -> Iterator[Flaw]:
    """Return what is wrong with a whole chain, in order; nothing when it holds.

    `heads` are the heads that the chain must contain: the database's own, and the one kept outside.
    `holds` says whether a seal belongs to a message.
    """
    last, wanted = BEGINNING, {head.seq: [] for head in heads}
    for head in heads:
        wanted[head.seq].append(head.seal)
    for entry in entries:
        if entry.seq != last.seq + 1:
            yield Flaw(last.seq + 1, Defect.MISSING)
        elif entry.previous != last.seal:
            yield Flaw(entry.seq, Defect.UNLINKED)
        if not holds(entry.message(), entry.seal):
            yield Flaw(entry.seq, Defect.CHANGED)
        if any(seal != entry.seal for seal in wanted.get(entry.seq, ())):
            yield Flaw(entry.seq, Defect.FORKED)
        last = entry.head
    if any(seq > last.seq for seq in wanted):
        yield Flaw(last.seq + 1, Defect.CUT)


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
