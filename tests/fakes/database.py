"""What a database would hold, and what it holds itself to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from sls.domain.activations import Activation
from sls.domain.addresses import IpRestriction
from sls.domain.audit import AuditEntry
from sls.domain.bindings import Binding, Guard
from sls.domain.breakers import Breaker
from sls.domain.budgets import Expense
from sls.domain.caller_proofs import CallerProof
from sls.domain.challenges import Challenge, Device
from sls.domain.codes import OneTimeCode
from sls.domain.conversations import Conversation, Event, TurnRecord
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.enrolment import Enrolment
from sls.domain.factors import Channel, Factor
from sls.domain.help_requests import HelpRequest
from sls.domain.identities import Identity
from sls.domain.line_calls import LineCall
from sls.domain.logins import PendingLogin
from sls.domain.misses import Miss
from sls.domain.numbers import NumberChange
from sls.domain.online_cards import OnlineCard
from sls.domain.pacing import Bucket
from sls.domain.password_locks import NameFailures, NetworkFailures
from sls.domain.pick_ups import PickUp
from sls.domain.pins import PinChange, PinReset
from sls.domain.retention import Kept
from sls.domain.sharing import Share
from sls.domain.temporary_access import Passcode
from sls.domain.transfers import Transfer
from sls.domain.verifications import Verification
from sls.domain.withdrawals import Withdrawal
from sls.ports.idempotency import RememberedRequest

Key = TypeVar("Key")
Row = TypeVar("Row")


@dataclass
class Store:
    """Everything that a database would hold."""

    customers: dict[str, Customer] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    logins: dict[str, PendingLogin] = field(default_factory=dict)
    codes: dict[str, OneTimeCode] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    expenses: list[Expense] = field(default_factory=list)
    refused_sends: dict[tuple[str, Channel], int] = field(default_factory=dict)
    buckets: dict[Channel, Bucket] = field(default_factory=dict)
    breakers: dict[Channel, Breaker] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    turns: dict[tuple[str, str], TurnRecord] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    used_cells: set[tuple[str, str]] = field(default_factory=set)
    used_tokens: set[str] = field(default_factory=set)
    withdrawals: dict[str, Withdrawal] = field(default_factory=dict)
    verifications: dict[str, Verification] = field(default_factory=dict)
    pin_changes: dict[str, PinChange] = field(default_factory=dict)
    pin_resets: dict[str, PinReset] = field(default_factory=dict)
    # Accounts by customer, and whose factor a shared device is.
    accounts: dict[str, str] = field(default_factory=dict)
    shared_devices: dict[str, str] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    ip_restrictions: dict[str, IpRestriction] = field(default_factory=dict)
    network_failures: dict[tuple[bytes, bytes], NetworkFailures] = field(default_factory=dict)
    name_failures: dict[bytes, NameFailures] = field(default_factory=dict)
    known_networks: dict[tuple[bytes, bytes], datetime] = field(default_factory=dict)
    passcodes: dict[str, Passcode] = field(default_factory=dict)
    online_cards: dict[str, OnlineCard] = field(default_factory=dict)
    activations: dict[str, Activation] = field(default_factory=dict)
    app_bindings: dict[str, Binding] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    number_changes: dict[str, NumberChange] = field(default_factory=dict)
    pick_ups: dict[bytes, PickUp] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    line_calls: dict[str, LineCall] = field(default_factory=dict)
    caller_proofs: dict[str, CallerProof] = field(default_factory=dict)
    help_requests: dict[str, HelpRequest] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    audit_entries: list[AuditEntry] = field(default_factory=list)
    audit_keys: dict[str, bytes] = field(default_factory=dict)
    purge_started_at: datetime | None = None
    purged: list[tuple[Kept, datetime]] = field(default_factory=list)
    to_purge: dict[Kept, int] = field(default_factory=dict)
    remembered_requests: dict[tuple[str, str], RememberedRequest] = field(default_factory=dict)


def insert(rows: dict[Key, Row], key: Key, row: Row) -> None:
    """Add a row; its key must be new."""
    if key in rows:
        raise not_unique()
    rows[key] = row


def not_unique() -> IntegrityError:
    """Return what the database would raise."""
    return IntegrityError("insert or update", None, ValueError("not unique"))


def only(rows: Iterable[Row]) -> Row | None:
    """Return the only row there is, or None."""
    found = list(rows)
    assert len(found) <= 1
    return found[0] if found else None
