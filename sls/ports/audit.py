"""What the audit chain needs: its rows, the keys that seal it, and a place outside the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sls.domain.audit import AuditEntry, Happening, Head


class AuditTrail(Protocol):
    """The chain's rows, within one unit of work."""

    def record(self, happening: Happening) -> None:
        """Have an entry made of this as the last act of the unit's transaction.

        Every writer waits for the head; taken last, it is held for a moment and blocks nobody who
        holds anything else.
        """
        ...

    def head_to_change(self) -> Head:
        """Return the head, which nobody else may read to change until this transaction ends."""
        ...

    def head(self) -> Head: ...
    def append(self, entry: AuditEntry) -> None:
        """Add the next entry and move the head to it."""
        ...

    def entries(self, after: int, limit: int) -> Sequence[AuditEntry]:
        """Return entries after one, oldest first."""
        ...

    def entry(self, seq: int) -> AuditEntry | None: ...
    def of_customer(self, pseudonym: str, before: int | None, limit: int) -> Sequence[AuditEntry]:
        """Return a customer's entries before one, newest first."""
        ...

    def key_of(self, customer_id: str) -> bytes | None:
        """Return a customer's key, sealed, or None where there is none yet or no more."""
        ...

    def add_key(self, customer_id: str, sealed: bytes) -> None: ...
    def destroy_key(self, customer_id: str) -> None:
        """Destroy a customer's key; from now on their entries tell of nobody."""
        ...


class AuditSeals(Protocol):
    """The keyed functions of the chain."""

    def seal(self, message: bytes) -> str:
        """Return the seal of a message."""
        ...

    def holds(self, message: bytes, seal: str) -> bool:
        """Whether a seal belongs to a message, under any key that is still known."""
        ...

    def new_key(self, customer_id: str) -> bytes:
        """Return a new key for a customer, sealed for storage."""
        ...

    def pseudonym(self, sealed_key: bytes, customer_id: str, identifier: str) -> str:
        """Return what an identifier of this customer is called in the chain.

        Raises:
            ValueError: the key is another customer's.
        """
        ...


@dataclass(frozen=True)
class SignedHead:
    """A head as it is kept outside the database."""

    head: Head
    signature: str


class AuditAnchor(Protocol):
    """The place outside the database where the head is kept."""

    def read(self) -> SignedHead | None:
        """Return the head that was kept last.

        Raises:
            ValueError: what is there cannot be read.
        """
        ...

    def keep(self, signed: SignedHead) -> None:
        """Keep this head instead."""
        ...
