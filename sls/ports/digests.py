"""Keyed digests of what is compared and never read again."""

from typing import Protocol


class Digests(Protocol):
    """Turns a text into 32 bytes that tell nothing without the key."""

    def digest(self, purpose: str, text: str) -> bytes:
        """Return the digest of a text; the same text for another purpose has another one."""
        ...
