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


def agent_named(name: str) -> str:
    """Return the actor of what a member of staff did."""
    return f"agent:{name}"


class AuditKind(StrEnum):
    """What can have happened; kept as a word, so that a kind of former times stays readable."""

    PASSWORD_TRIED = "PasswordTried"  # noqa: S105 - no password: a name of what happened
    LOGIN_STARTED = "LoginStarted"
    LOGIN_VERIFIED = "LoginVerified"
    FACTOR_CHOSEN = "FactorChosen"
    CODE_REQUESTED = "CodeRequested"
    CODE_READ_OUT = "CodeReadOut"
    RESPONSE_TRIED = "ResponseTried"
    FACTOR_LOCKED = "FactorLocked"
    DEVICE_ACTIVATED = "DeviceActivated"
    FACTOR_ENDED = "FactorEnded"
    VERIFICATION_STARTED = "VerificationStarted"
    VERIFICATION_GIVEN = "VerificationGiven"
    VERIFICATION_USED = "VerificationUsed"
    ACTIVATION_STARTED = "ActivationStarted"
    NUMBER_CHANGE_STARTED = "NumberChangeStarted"
    NUMBER_CHANGED = "NumberChanged"
    PIN_CHANGE_STARTED = "PinChangeStarted"
    PIN_CHANGED = "PinChanged"
    PIN_RESET = "PinReset"
    PASSCODE_ISSUED = "PasscodeIssued"
    CARD_REQUESTED = "CardRequested"
    CARD_ACTIVATED = "CardActivated"
    SHARE_REQUESTED = "ShareRequested"
    SHARE_DECIDED = "ShareDecided"
    OPTED_OUT = "OptedOut"
    OPTED_BACK_IN = "OptedBackIn"
    ADDRESS_RESTRICTED = "AddressRestricted"
    RESTRICTION_REMOVED = "RestrictionRemoved"
    WITHDRAWAL_REQUESTED = "WithdrawalRequested"
    WITHDRAWAL_EXECUTED = "WithdrawalExecuted"
    WITHDRAWAL_CANCELLED = "WithdrawalCancelled"
    WITHDRAWAL_FAILED = "WithdrawalFailed"
    TIMELINE_VIEWED = "TimelineViewed"
    DATA_PURGED = "DataPurged"
    CUSTOMER_ERASED = "CustomerErased"


@dataclass(frozen=True)
class Happening:
    """What is to be recorded; `customer` and `subject` are ids, still in clear."""

    kind: AuditKind
    at: datetime
    customer: str | None
    subject: str | None
    actor: str
    data: Mapping[str, Any]


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
    last, wanted = BEGINNING, frozenset(heads)
    for entry in entries:
        if entry.seq != last.seq + 1:
            yield Flaw(last.seq + 1, Defect.MISSING)
        elif entry.previous != last.seal:
            yield Flaw(entry.seq, Defect.UNLINKED)
        if not holds(entry.message(), entry.seal):
            yield Flaw(entry.seq, Defect.CHANGED)
        if any(head.seq == entry.seq and head.seal != entry.seal for head in wanted):
            yield Flaw(entry.seq, Defect.FORKED)
        last = entry.head
    if any(head.seq > last.seq for head in wanted):
        yield Flaw(last.seq + 1, Defect.CUT)


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
