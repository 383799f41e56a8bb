"""The repository of calls that are put through, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sls.adapters.locks import held
from sls.adapters.transfer_tables import transfers
from sls.domain.transfers import Transfer


class SqlTransfers:
    """Transfers, by their opaque names and by their calls."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, transfer_id: str) -> Transfer | None:
        return held(self._session, Transfer, transfer_id)

    def add(self, transfer: Transfer) -> None:
        self._session.add(transfer)
        self._session.flush()

    def latest_of(self, sid: str) -> Transfer | None:
        transfer = transfers.c
        of_call = select(transfer.id).where(transfer.sid == sid)
        newest = of_call.order_by(transfer.started_at.desc(), transfer.id).limit(1)
        found = self._session.scalar(newest)
        return None if found is None else self.get(found)

    def since(self, moment: datetime) -> Sequence[Transfer]:
        transfer = transfers.c
        recent = select(Transfer).where(transfer.started_at > moment)
        query = recent.order_by(transfer.started_at.desc(), transfer.id)
        return self._session.scalars(query).all()
