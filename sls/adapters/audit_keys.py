"""The keys of the audit chain, derived from the master secrets, and each customer's own."""

import hashlib
import hmac
import os
from collections.abc import Sequence

from sls.ports import SecretVault

_KEY_BYTES = 32


class KeyedAuditSeals:
    """Seals with the newest master secret and knows the seals of earlier ones."""

    def __init__(self, secrets: Sequence[str], vault: SecretVault) -> None:
        self._keys = [_derive(secret) for secret in secrets]
        self._vault = vault

    def seal(self, message: bytes) -> str:
        """Return the seal of a message."""
        return hmac.new(self._keys[0], message, "sha256").hexdigest()

    def holds(self, message: bytes, seal: str) -> bool:
        """Whether a seal belongs to a message."""
        made = (hmac.new(key, message, "sha256").hexdigest() for key in self._keys)
        return any(hmac.compare_digest(each.encode(), seal.encode()) for each in made)

    def new_key(self, customer_id: str) -> bytes:
        """Return a new key for a customer, sealed for its row."""
        return self._vault.seal(os.urandom(_KEY_BYTES), _place(customer_id))

    def pseudonym(self, sealed_key: bytes, customer_id: str, identifier: str) -> str:
        """Return what an identifier is called; ValueError when the key is of another row."""
        key = self._vault.unseal(sealed_key, _place(customer_id))
        return hmac.new(key, identifier.encode(), "sha256").hexdigest()


def _derive(secret: str) -> bytes:
    return hmac.digest(hashlib.sha256(secret.encode()).digest(), b"audit chain", "sha256")


def _place(customer_id: str) -> str:
    return f"audit_keys|{customer_id}|sealed_key"
