"""Temporary passcodes at rest: Argon2id, with a salt of each row, over a keyed digest."""

import hashlib
import hmac
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError


class ArgonPasscodeVault:
    """A passcode lives for days and has forty bits: too few for a digest alone.

    With a stolen database the key is missing, and with a stolen key every guess costs an Argon2id
    of its own salt (NIST SP 800-63B-4 3.1.2.2, ASVS 6.5.2). The customer's tries are few and
    charged first, so the memory it takes cannot be used against us.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [
            hmac.digest(hashlib.sha256(secret.encode()).digest(), b"temporary passcodes", "sha256")
            for secret in secrets
        ]
        # OWASP's smallest set of parameters: it is computed while the database waits.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def hash(self, passcode: str, factor_id: str) -> str:
        """Return the stored form of a passcode, bound to its factor by the newest key."""
        return self._hasher.hash(_keyed(self._keys[0], passcode, factor_id))

    def matches(self, hashed: str, passcode: str, factor_id: str) -> bool:
        """Whether this is the passcode; keys that were replaced still open what they made."""
        return any(self._is_match(hashed, _keyed(key, passcode, factor_id)) for key in self._keys)

    def _is_match(self, hashed: str, keyed: bytes) -> bool:
        try:
            return self._hasher.verify(hashed, keyed)
        except (VerifyMismatchError, InvalidHashError):
            return False


def _keyed(key: bytes, passcode: str, factor_id: str) -> bytes:
    bound = f"temporary_passcodes|{factor_id}|{passcode}"
    return hmac.digest(key, bound.encode(), "sha256")
