"""The repository of verifications."""

from datetime import datetime
from typing import Protocol

from sls.domain.verifications import Verification


class Verifications(Protocol):
    """Proofs for tasks."""

    def get(self, verification_id: str) -> Verification | None: ...
    def add(self, verification: Verification) -> None: ...
    def charge_attempt(self, verification_id: str, now: datetime) -> bool:
        """Charge one try if it is ready, live and has one left; say whether it did."""
        ...

    def use(self, verification_id: str, now: datetime) -> bool:
        """Use a given and live verification up; only one caller ever gets True."""
        ...
