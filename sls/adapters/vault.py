"""Codes at rest: HMAC-SHA-256 digests to compare, AES-256-GCM seals until they are sent."""

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sls.domain.purposes import Subject

_NONCE_BYTES = 12
_KEY_ID_BYTES = 4


class KeyedSecretVault:
    """Seals with the newest of several keys; each seal names its key, so that keys can rotate."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [_derive(secret, b"device secrets") for secret in secrets]
        self._sealing = {hashlib.sha256(key).digest()[:_KEY_ID_BYTES]: AESGCM(key) for key in keys}
        self._newest = next(iter(self._sealing))

    def seal(self, secret: bytes, place: str) -> bytes:
        """Return the secret encrypted for one place."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._sealing[self._newest].encrypt(nonce, secret, place.encode())
        return self._newest + nonce + sealed

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Return the secret; ValueError for another place or an unknown key."""
        key_id, rest = sealed[:_KEY_ID_BYTES], sealed[_KEY_ID_BYTES:]
        sealing = self._sealing.get(key_id)
        if sealing is None:
            raise ValueError("the seal is of no known key")
        try:
            return sealing.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place.encode())
        except InvalidTag as error:
            raise ValueError("the seal does not belong to this place") from error


class KeyedCodeVault:
    """A vault over one master secret, from which each use derives its own key."""

    def __init__(self, secret: str) -> None:
        self._digest_key = _derive(secret, b"code digest")
        self._sealing = AESGCM(_derive(secret, b"code seal"))

    def digest(self, subject: Subject, code: str) -> bytes:
        """Return the keyed digest of a code, with what it is for and its customer bound in."""
        bound = f"{subject.purpose}\x1f{subject.id}\x1f{subject.customer_id}\x1f{code}"
        return hmac.digest(self._digest_key, bound.encode(), "sha256")

    def seal(self, code: str, code_id: str) -> bytes:
        """Return the code encrypted, bound to its row so that rows cannot be swapped."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, code.encode(), _row(code_id))

    def unseal(self, sealed: bytes, code_id: str) -> str:
        """Return the code; ValueError when the seal is of another row or key."""
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._sealing.decrypt(nonce, ciphertext, _row(code_id)).decode()
        except InvalidTag as error:
            raise ValueError("the seal does not belong to this row") from error


def _derive(secret: str, purpose: bytes) -> bytes:
    return hmac.digest(hashlib.sha256(secret.encode()).digest(), purpose, "sha256")


def _row(code_id: str) -> bytes:
    return f"one_time_codes|{code_id}|sealed".encode()
