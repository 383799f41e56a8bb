"""The repository of changes and resets of PINs, on SQLAlchemy."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from sls.adapters.database import change
from sls.adapters.locks import held
from sls.adapters.verification_tables import pin_changes
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.pins import PinChange, PinChangeState, PinReset


class SqlPins:
    """Changes and resets of PINs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, change_id: str) -> PinChange | None:
        return held(self._session, PinChange, change_id)

    def add(self, change: PinChange) -> None:
        self._session.add(change)
        self._session.flush()

    def end_pending(self, factor_id: str, now: datetime) -> None:
        row = pin_changes.c
        self._session.flush()
        end = (
            update(pin_changes)
            .where(row.factor_id == factor_id, row.state == PinChangeState.PENDING)
            .values(state=PinChangeState.EXPIRED, changed_at=now, sealed_pin=None)
        )
        change(self._session, end)

    def charge_attempt(self, change_id: str, now: datetime) -> bool:
        row = pin_changes.c
        charge = (
            update(pin_changes)
            .where(row.id == change_id, row.state == PinChangeState.PENDING)
            .where(row.expires_at > now, row.attempts < MAX_ATTEMPTS)
            .values(attempts=row.attempts + 1)
        )
        return change(self._session, charge) == 1

    def add_reset(self, reset: PinReset) -> None:
        self._session.add(reset)
        self._session.flush()
