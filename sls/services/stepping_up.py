"""Stepping up: who changes their own security settings, proved anew for just that change (F43)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sls.domain.errors import NotVerified
from sls.domain.verifications import Task
from sls.ports import UnitOfWork
from sls.services.verifying import Verifying


@dataclass(frozen=True)
class Proof:
    """What a page shows for a customer: a verified login, and a verification for the task.

    Whoever never had a security device has nothing to be verified with; then the login does.
    """

    login_id: str
    verification_id: str | None = None


class SteppingUp:
    """The one place that says whether a proof is enough for a task."""

    def __init__(self, verifying: Verifying) -> None:
        self._verifying = verifying

    def customer(self, unit: UnitOfWork, login_id: str, now: datetime) -> str:
        """Return the id of the customer who is logged in.

        Raises:
            NotVerified, CardOnly: as `Verifying.session`.
        """
        return self._verifying.session(unit, login_id, now).customer_id

    def take(
        self,
        unit: UnitOfWork,
        proof: Proof,
        task: Task,
        details: Mapping[str, object],
        now: datetime,
    ) -> str:
        """Use a proof up for a task, in its transaction; return the id of the customer.

        Raises:
            NotVerified: no such login or verification, or not for this.
            CardOnly: the login may only print the online card.
        """
        login = self._verifying.session(unit, proof.login_id, now)
        if proof.verification_id is not None:
            self._verifying.use_in_session(unit, login, proof.verification_id, task, details, now)
        elif unit.temporary_accesses.is_participant(login.customer_id):
            raise NotVerified
        return login.customer_id
