"""Requests that carry a key of their caller's, on SQLAlchemy."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from sls.adapters.database import change
from sls.adapters.idempotency_tables import idempotent_requests
from sls.adapters.locks import insert_once
from sls.ports.idempotency import RememberedRequest


class SqlRememberedRequests:
    """One row for each key of each caller; its primary key decides between rivals."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, caller: str, key: str) -> RememberedRequest | None:
        query = select(idempotent_requests).where(_named(caller, key))
        row = self._session.execute(query).one_or_none()
        return None if row is None else RememberedRequest(**row._mapping)  # noqa: SLF001 - documented name

    def begin(self, request: RememberedRequest) -> bool:
        return insert_once(self._session, idempotent_requests, [asdict(request)])

    def take_over(self, request: RememberedRequest, now: datetime) -> bool:
        row = idempotent_requests.c
        take = (
            update(idempotent_requests)
            .where(_named(request.caller, request.key), row.status.is_(None))
            .where(row.begun_at == request.begun_at)
            .values(begun_at=now)
        )
        return change(self._session, take) == 1

    def finish(self, caller: str, key: str, status: int, sealed_body: bytes | None) -> None:
        done = update(idempotent_requests).where(_named(caller, key))
        change(self._session, done.values(status=status, sealed_body=sealed_body))

    def forget(self, caller: str, key: str) -> None:
        change(self._session, delete(idempotent_requests).where(_named(caller, key)))

    def forget_before(self, moment: datetime) -> int:
        is_over = idempotent_requests.c.begun_at <= moment
        return change(self._session, delete(idempotent_requests).where(is_over))


def _named(caller: str, key: str) -> ColumnElement[bool]:
    return (idempotent_requests.c.caller == caller) & (idempotent_requests.c.key == key)
