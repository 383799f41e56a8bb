"""A proof by a caller: the code of a text message to the number on file, typed on the keypad.

Whoever has the phone can read it, so it opens less than a login: a customer's own figures may be
told in this one call, and nothing is changed or sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.purposes import Purpose

PROOF_LIFETIME = timedelta(minutes=10)
# A number that calls is easily forged, so few codes are sent for it (A15, A39).
MAX_PROOFS = 3
PROOFS_WINDOW = timedelta(days=1)


@dataclass
class CallerProof:
    """One code in one call. `of` is nobody's id where no code was sent; it is tried in vain."""

    id: str
    sid: str
    of: str | None
    created_at: datetime
    expires_at: datetime
    attempts: int = 0
    proved_at: datetime | None = None

    @property
    def purpose(self) -> Purpose:
        """What a response to this is for."""
        return Purpose.CALLER

    @property
    def customer_id(self) -> str:
        """Whose number was called from."""
        return self.of or ""

    def is_live(self, now: datetime) -> bool:
        """Not given yet, in time and with tries left."""
        return self.proved_at is None and now < self.expires_at and self.attempts < MAX_ATTEMPTS

    def charge(self, now: datetime) -> bool:
        """Charge one try before anything is compared; False where none is left."""
        if not self.is_live(now):
            return False
        self.attempts += 1
        return True

    def prove(self, now: datetime) -> None:
        """Mark it as given; the caller of this has compared the code."""
        self.proved_at = now
