"""Seals of the audit chain that anybody can make, and customers' keys that are only numbered."""

import hashlib

from sls.adapters.audit_repository import Append
from sls.services.auditing import Auditing


class PlainAuditSeals:
    """Seals with a plain digest; a key is a number, never given twice."""

    def __init__(self) -> None:
        self._made = 0

    def seal(self, message: bytes) -> str:
        """Return the seal of a message."""
        return hashlib.sha256(b"sealed by us" + message).hexdigest()

    def holds(self, message: bytes, seal: str) -> bool:
        """Whether a seal belongs to a message."""
        return self.seal(message) == seal

    def new_key(self, customer_id: str) -> bytes:
        """Return the next key, with its customer before it."""
        self._made += 1
        return f"{customer_id}|{self._made}".encode()

    def pseudonym(self, sealed_key: bytes, customer_id: str, identifier: str) -> str:
        """Return what an identifier is called; ValueError for another customer's key."""
        if not sealed_key.startswith(f"{customer_id}|".encode()):
            raise ValueError("the key does not belong to this customer")
        return hashlib.sha256(sealed_key + identifier.encode()).hexdigest()


def plain_chain() -> Append:
    """Return what units of work do with what happened, with plain seals."""
    return Auditing(PlainAuditSeals()).append
