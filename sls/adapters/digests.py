"""Keyed digests: HMAC-SHA-256 under a key of its own for each purpose."""

import hashlib
import hmac


class KeyedDigests:
    """Digests under the newest master secret.

    What was digested under an earlier one equals nothing any more: after a rotation the broker's
    identities are fed in again, and the counts of failed logins start anew.
    """

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.sha256(secret.encode()).digest()

    def digest(self, purpose: str, text: str) -> bytes:
        """Return the digest of a text for a purpose."""
        key = hmac.digest(self._secret, f"digest of {purpose}".encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256")
