"""The repository of who takes part in the Secure Login System, and who may change that."""

from collections.abc import Sequence
from typing import Protocol

from sls.domain.enrolment import Enrolment


class Enrolments(Protocol):
    """Enrolments; a customer without one takes part and has no rights over security settings."""

    def get(self, customer_id: str) -> Enrolment | None: ...
    def get_to_change(self, customer_id: str) -> Enrolment | None: ...
    def add(self, enrolment: Enrolment) -> None: ...
    def users_with_rights(self, account_id: str) -> Sequence[str]:
        """Return the user names of an account that may change security settings, in order."""
        ...
