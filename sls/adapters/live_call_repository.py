"""The repository of live calls, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.domain.deliveries import NOT_RUNG_YET, ON_THE_LINE
from sls.domain.factors import Channel


class SqlLiveCalls:
    """Deliveries by voice; looked at often, and so by their ids only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unneeded(self, now: datetime) -> Sequence[str]:
        call, code = tables.deliveries.c, tables.one_time_codes.c
        is_over = or_(
            code.consumed_at.is_not(None), code.voided_at.is_not(None), code.expires_at <= now
        )
        query = (
            _live()
            .join(tables.one_time_codes, code.id == call.code_id)
            .where(call.state.in_(ON_THE_LINE), call.connected_at.is_(None))
            .where(call.provider_sid.is_not(None), is_over)
        )
        return self._session.scalars(query).all()

    def to_hang_up(self, now: datetime) -> Sequence[str]:
        query = select(tables.deliveries.c.id).where(tables.deliveries.c.hang_up_at <= now)
        return self._session.scalars(query).all()

    def slow(self, before: datetime) -> Sequence[str]:
        call = tables.deliveries.c
        query = (
            _live()
            .where(call.state.in_(NOT_RUNG_YET), call.created_at <= before)
            .where(call.slow_since.is_(None), call.follows.is_(None))
            .where(call.conversation_id.is_not(None))
        )
        return self._session.scalars(query).all()


def _live() -> "Select[Any]":
    call = tables.deliveries.c
    return select(call.id).where(call.channel == Channel.VOICE, call.ended_at.is_(None))
