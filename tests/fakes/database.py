"""What a database would hold, and what it holds itself to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from sls.domain.challenges import Challenge, Device
from sls.domain.codes import OneTimeCode
from sls.domain.conversations import Conversation, Event, TurnRecord
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.factors import Factor
from sls.domain.logins import PendingLogin
from sls.domain.withdrawals import Withdrawal

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
    conversations: dict[str, Conversation] = field(default_factory=dict)
    turns: dict[tuple[str, str], TurnRecord] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    used_cells: set[tuple[str, str]] = field(default_factory=set)
    used_tokens: set[str] = field(default_factory=set)
    withdrawals: dict[str, Withdrawal] = field(default_factory=dict)
    # Accounts by customer, and whose factor a shared device is.
    accounts: dict[str, str] = field(default_factory=dict)
    shared_devices: dict[str, str] = field(default_factory=dict)


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
