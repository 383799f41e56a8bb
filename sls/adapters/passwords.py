"""The demo's password check: Argon2id, as slow for nobody as for somebody."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from sls.domain.customers import Customer

MAX_PASSWORD_LENGTH = 256


class DemoPasswordCheck:
    """Checks the demo customers' passwords; in production the broker's own check stands here."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the stored form of a password."""
        return self._hasher.hash(password)

    def matches(self, customer: Customer | None, password: str) -> bool:
        """Whether the password is right; an unknown customer costs the same time."""
        stored = customer.password_hash if customer else self._nobody
        try:
            is_right = self._hasher.verify(stored, password[:MAX_PASSWORD_LENGTH])
        except (VerifyMismatchError, InvalidHashError):
            return False
        return is_right and customer is not None
