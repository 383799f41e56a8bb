"""Turns pick-up numbers into what is stored of them."""

import hashlib
import hmac


class KeyedPickUpNumbers:
    """Digests with a key derived from the master secret, so that a stolen table opens no walk."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"pick-up number", hashlib.sha256)

    def digest(self, number: str) -> bytes:
        """Return the keyed digest of a number."""
        return hmac.digest(self._key, number.encode(), hashlib.sha256)
