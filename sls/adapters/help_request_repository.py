"""The repository of requests to be called back, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sls.adapters.help_request_tables import help_requests
from sls.adapters.locks import held, hold_name
from sls.domain.help_requests import HelpRequest


class SqlHelpRequests:
    """Requests to be called back, open and over."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, request_id: str) -> HelpRequest | None:
        return held(self._session, HelpRequest, request_id)

    def add(self, request: HelpRequest) -> None:
        self._session.add(request)
        self._session.flush()

    def lock(self, customer_id: str) -> None:
        hold_name(self._session, f"calling back {customer_id}")

    def open_of(self, customer_id: str) -> HelpRequest | None:
        row = help_requests.c
        query = select(row.id).where(row.customer_id == customer_id, row.ended_at.is_(None))
        found = self._session.scalar(query)
        return None if found is None else self.get(found)

    def all_open(self) -> Sequence[HelpRequest]:
        row = help_requests.c
        is_open = row.ended_at.is_(None)
        query = select(HelpRequest).where(is_open).order_by(row.due_at, row.id)
        return self._session.scalars(query).all()

    def count_since(self, customer_id: str, since: datetime) -> int:
        row = help_requests.c
        asked = select(func.count()).where(row.customer_id == customer_id, row.created_at > since)
        return self._session.scalar(asked) or 0
