"""Walks that wait to be picked up, on SQLAlchemy."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from sls.adapters.database import change
from sls.adapters.pick_up_tables import pick_ups
from sls.domain.pick_ups import PickUp


class SqlPickUps:
    """The pick-up numbers and what waits under them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, pick_up: PickUp) -> None:
        self._session.add(pick_up)
        self._session.flush()

    def has(self, digest: bytes) -> bool:
        return self._session.get(PickUp, digest) is not None

    def take(self, digest: bytes, now: datetime) -> PickUp | None:
        """One UPDATE decides, so that a number is picked up once however often it is typed."""
        row = pick_ups.c
        use_up = (
            update(pick_ups)
            .where(row.digest == digest, row.used_at.is_(None), row.expires_at > now)
            .values(used_at=now)
        )
        if change(self._session, use_up) != 1:
            return None
        return self._session.get(PickUp, digest, populate_existing=True)
