"""The repository of devices, their challenges and the used cells of cards, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.database import change
from sls.adapters.locks import held, insert_once
from sls.domain.challenges import Challenge, Device
from sls.domain.purposes import Subject


class SqlDevices:
    """Devices, challenges and used cells."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, factor_id: str) -> Device | None:
        return held(self._session, Device, factor_id)

    def add_challenge(self, challenge: Challenge) -> None:
        self._session.add(challenge)
        self._session.flush()

    def live_challenge(self, subject: Subject, now: datetime) -> Challenge | None:
        challenge = tables.challenges.c
        query = (
            select(Challenge)
            .where(_is_for(subject), challenge.consumed_at.is_(None))
            .where(challenge.expires_at > now)
            .order_by(challenge.created_at.desc())
            .limit(1)
        )
        return self._session.scalars(query).one_or_none()

    def void_challenges(self, subject: Subject, now: datetime) -> None:
        challenge = tables.challenges.c
        change(
            self._session,
            update(tables.challenges)
            .where(_is_for(subject), challenge.consumed_at.is_(None))
            .values(consumed_at=now),
        )

    def consume(self, challenge_id: str, now: datetime) -> bool:
        challenge = tables.challenges.c
        self._session.flush()
        use_up = (
            update(tables.challenges)
            .where(challenge.id == challenge_id, challenge.consumed_at.is_(None))
            .where(challenge.expires_at > now)
            .values(consumed_at=now)
        )
        return change(self._session, use_up) == 1

    def questions_of(self, factor_id: str) -> Sequence[str]:
        challenge = tables.challenges.c
        query = select(challenge.question).where(challenge.factor_id == factor_id)
        return self._session.scalars(query).all()

    def used_cells(self, factor_id: str) -> frozenset[str]:
        used = tables.used_cells.c
        query = select(used.cell).where(used.factor_id == factor_id)
        return frozenset(self._session.scalars(query))

    def use_cells(self, factor_id: str, cells: Sequence[str], now: datetime) -> bool:
        if self.used_cells(factor_id) & set(cells):
            return False
        rows = [{"factor_id": factor_id, "cell": cell, "used_at": now} for cell in cells]
        return insert_once(self._session, tables.used_cells, rows)


def _is_for(subject: Subject) -> ColumnElement[bool]:
    challenge = tables.challenges.c
    return (challenge.purpose == subject.purpose) & (challenge.subject_id == subject.id)
