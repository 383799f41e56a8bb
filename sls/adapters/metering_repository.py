"""Counts over the outbox, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sls.adapters.sending_tables import expenses
from sls.adapters.tables import deliveries
from sls.domain.deliveries import DeliveryState
from sls.domain.factors import Channel
from sls.domain.meters import Outcome, Waiting


class SqlMeters:
    """Deliveries in figures; notices have no country."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def outcomes(self, since: datetime) -> Sequence[Outcome]:
        delivery, expense = deliveries.c, expenses.c
        country = func.coalesce(expense.country, "")
        query = (
            select(delivery.channel, country, delivery.state, func.count())
            .join(expenses, expense.delivery_id == delivery.id, isouter=True)
            .where(delivery.created_at > since)
            .group_by(delivery.channel, country, delivery.state)
            .order_by(delivery.channel, country, delivery.state)
        )
        return [Outcome(*row) for row in self._session.execute(query)]

    def rings(self, since: datetime) -> Sequence[timedelta]:
        delivery = deliveries.c
        query = (
            select(delivery.created_at, delivery.ringing_at)
            .where(delivery.channel == Channel.VOICE, delivery.created_at > since)
            .where(delivery.ringing_at.is_not(None))
            .order_by(delivery.created_at)
        )
        return [rang_at - asked_at for asked_at, rang_at in self._session.execute(query)]

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        delivery = deliveries.c
        query = (
            select(delivery.channel, func.count(), func.min(delivery.created_at))
            .where(delivery.state.in_((DeliveryState.QUEUED, DeliveryState.CLAIMED)))
            .where(delivery.expires_at > now)
            .group_by(delivery.channel)
            .order_by(delivery.channel)
        )
        rows = self._session.execute(query)
        return [Waiting(channel, count, now - since) for channel, count, since in rows]
