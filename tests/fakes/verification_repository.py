"""The repository of verifications, in memory."""

from datetime import datetime

from sls.domain.verifications import Verification, VerificationState
from tests.fakes.database import Store, insert


class MemoryVerifications:
    """Verifications; the unit of work is its own lock, for there is one writer at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, verification_id: str) -> Verification | None:
        return self._store.verifications.get(verification_id)

    def add(self, verification: Verification) -> None:
        insert(self._store.verifications, verification.id, verification)

    def charge_attempt(self, verification_id: str, now: datetime) -> bool:
        verification = self.get(verification_id)
        if verification is None or not verification.is_ready(now):
            return False
        verification.attempts += 1
        return True

    def use(self, verification_id: str, now: datetime) -> bool:
        verification = self.get(verification_id)
        if verification is None or verification.state_at(now) is not VerificationState.VERIFIED:
            return False
        verification.state, verification.used_at = VerificationState.USED, now
        return True
