"""A vault with a visible lock: the same promises, no cryptography."""

import hashlib

from sls.domain.purposes import Subject


class PlainVault:
    """Binds what it keeps to purpose, customer and row as the real vault does."""

    def digest(self, subject: Subject, code: str) -> bytes:
        """Return a digest that differs with whatever the code is for."""
        bound = f"{subject.purpose}|{subject.id}|{subject.customer_id}|{code}"
        return hashlib.sha256(bound.encode()).digest()

    def seal(self, code: str, code_id: str) -> bytes:
        """Return the code, turned round so that it cannot be found by reading along."""
        return f"{code_id}|{code[::-1]}".encode()

    def unseal(self, sealed: bytes, code_id: str) -> str:
        """Return the code; ValueError when the seal is of another row."""
        row, _, turned = sealed.decode().partition("|")
        if row != code_id:
            raise ValueError("the seal does not belong to this row")
        return turned[::-1]


class PlainSecretVault:
    """Keeps the secrets of devices, each bound to its place."""

    def seal(self, secret: bytes, place: str) -> bytes:
        """Return the secret, turned round, with its place before it."""
        return f"{place}=".encode() + secret[::-1]

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Return the secret; ValueError for another place."""
        bound, _, turned = sealed.partition(b"=")
        if bound != place.encode():
            raise ValueError("the seal does not belong to this place")
        return turned[::-1]
