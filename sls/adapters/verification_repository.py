"""The repository of verifications, on SQLAlchemy."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from sls.adapters.database import change
from sls.adapters.locks import held
from sls.adapters.verification_tables import verifications
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.verifications import Verification, VerificationState


class SqlVerifications:
    """Verifications; one UPDATE decides who is charged, and who uses one up."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, verification_id: str) -> Verification | None:
        return held(self._session, Verification, verification_id)

    def add(self, verification: Verification) -> None:
        self._session.add(verification)
        self._session.flush()

    def charge_attempt(self, verification_id: str, now: datetime) -> bool:
        row = verifications.c
        charge = (
            update(verifications)
            .where(row.id == verification_id, row.state == VerificationState.READY)
            .where(row.expires_at > now, row.attempts < MAX_ATTEMPTS)
            .values(attempts=row.attempts + 1)
        )
        return change(self._session, charge) == 1

    def use(self, verification_id: str, now: datetime) -> bool:
        row = verifications.c
        self._session.flush()
        use_up = (
            update(verifications)
            .where(row.id == verification_id, row.state == VerificationState.VERIFIED)
            .where(row.expires_at > now)
            .values(state=VerificationState.USED, used_at=now)
        )
        return change(self._session, use_up) == 1
