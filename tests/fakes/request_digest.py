"""A digest of requests that anybody can make."""

import hashlib


class PlainDigest:
    """SHA-256, without a key."""

    def digest(self, message: bytes) -> str:
        """Return the digest of a message."""
        return hashlib.sha256(message).hexdigest()
