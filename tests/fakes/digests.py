"""Digests without a key."""

import hashlib


class PlainDigests:
    """Differs with purpose and text."""

    def digest(self, purpose: str, text: str) -> bytes:
        """Return a digest."""
        return hashlib.sha256(f"{purpose}|{text}".encode()).digest()
