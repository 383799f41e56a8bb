"""Keyed digests of requests, which may hold a password and so must not be open to guessing."""

import hashlib
import hmac


class RequestDigest:
    """HMAC-SHA-256 under a key of its own, derived from the master secret."""

    def __init__(self, secret: str) -> None:
        master = hashlib.sha256(secret.encode()).digest()
        self._key = hmac.digest(master, b"request digest", "sha256")

    def digest(self, message: bytes) -> str:
        """Return the digest of a message."""
        return hmac.new(self._key, message, "sha256").hexdigest()
