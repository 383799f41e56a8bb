"""The repository of missed words, on SQLAlchemy."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sls.adapters.miss_tables import unrecognised
from sls.domain.misses import Miss


class SqlMisses:
    """Missed words, in the order in which they were said."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, miss: Miss) -> None:
        self._session.add(miss)
        self._session.flush()

    def get(self, miss_id: int) -> Miss | None:
        return self._session.get(Miss, miss_id)

    def latest_of(self, conversation_id: str) -> Miss | None:
        of_conversation = unrecognised.c.conversation_id == conversation_id
        query = select(Miss).where(of_conversation).order_by(unrecognised.c.id.desc()).limit(1)
        return self._session.scalars(query).one_or_none()

    def unreviewed(self, limit: int) -> Sequence[Miss]:
        is_new = unrecognised.c.reviewed_at.is_(None)
        query = select(Miss).where(is_new).order_by(unrecognised.c.id).limit(limit)
        return self._session.scalars(query).all()
