"""The repository of deliveries, which is the outbox, on SQLAlchemy."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.database import UtcDateTime, change
from sls.adapters.locks import held, held_by, hold_name
from sls.adapters.verification_tables import verifications
from sls.domain.deliveries import (
    CALL_MAY_LAST,
    CLAIM_LEASE,
    IN_HAND,
    Delivery,
    DeliveryState,
)
from sls.domain.factors import EVERY_CHANNEL, Channel
from sls.domain.logins import LoginState
from sls.domain.purposes import Purpose


class SqlDeliveries:
    """The outbox, claimed by conditional updates that exactly one worker wins."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, delivery_id: str) -> Delivery | None:
        return held(self._session, Delivery, delivery_id)

    def by_job(self, job: str) -> Delivery | None:
        wanted = tables.deliveries.c.job == job
        return held_by(self._session, Delivery, wanted, tables.deliveries.c.id)

    def add(self, delivery: Delivery) -> None:
        self._session.add(delivery)
        self._session.flush()

    def of_login(self, login_id: str) -> Sequence[Delivery]:
        delivery = tables.deliveries.c
        query = select(Delivery).where(delivery.login_id == login_id).order_by(delivery.created_at)
        return self._session.scalars(query).all()

    def lock_number(self, number: str) -> None:
        hold_name(self._session, f"sending to {number}")

    def sent_to(self, number: str, since: datetime) -> Sequence[datetime]:
        delivery, login = tables.deliveries.c, tables.logins.c
        query = (
            select(delivery.created_at)
            .join(tables.logins, login.id == delivery.login_id, isouter=True)
            .where(delivery.number == number, delivery.created_at > since)
            .where(delivery.purpose.not_in((Purpose.NOTICE, Purpose.CALLBACK, Purpose.ANSWER)))
            .where(or_(login.id.is_(None), login.state != LoginState.VERIFIED))
            .where(delivery.login_id.not_in(_given_verifications()))
            .order_by(delivery.created_at)
        )
        return self._session.scalars(query).all()

    def has_due(self, now: datetime, channels: Collection[Channel] = EVERY_CHANNEL) -> bool:
        return self._session.scalar(_any_due(frozenset(channels)), _moments(now)) is not None

    def claim(
        self, worker: str, now: datetime, channels: Collection[Channel] = EVERY_CHANNEL
    ) -> Delivery | None:
        """Take the oldest that nobody holds; then, alone with its number, ask again if it is due.

        Two workers could otherwise take two calls to one phone at the same moment.
        """
        moments, open_ones = _moments(now), frozenset(channels)
        found = self._session.execute(_oldest_due(open_ones), moments).one_or_none()
        if found is None:
            return None
        hold_name(self._session, f"calling {found.number}")
        taken = {"wanted": found.id, "by": worker, "until": now + CLAIM_LEASE}
        is_taken = change(self._session, _take(open_ones), {**moments, **taken}) == 1
        return self.get(found.id) if is_taken else None

    def announce(self, delivery_id: str, worker: str, now: datetime) -> bool:
        delivery = tables.deliveries.c
        announcement = (
            update(tables.deliveries)
            .where(delivery.id == delivery_id, delivery.state == DeliveryState.CLAIMED)
            .where(delivery.worker == worker, delivery.expires_at > now)
            .values(state=DeliveryState.PLACING, announced_at=now, tries=delivery.tries + 1)
        )
        return change(self._session, announcement) == 1

    def count_waiting(self, channel: Channel, now: datetime) -> int:
        delivery = tables.deliveries.c
        waiting = (
            select(func.count())
            .where(delivery.state.in_((DeliveryState.QUEUED, DeliveryState.CLAIMED)))
            .where(delivery.channel == channel, delivery.expires_at > now)
        )
        return self._session.scalar(waiting) or 0

    def in_state(self, state: DeliveryState) -> Sequence[Delivery]:
        query = select(Delivery).where(tables.deliveries.c.state == state)
        return self._session.scalars(query).all()

    def forgotten_calls(self, before: datetime) -> Sequence[str]:
        delivery = tables.deliveries.c
        query = (
            select(delivery.id)
            .where(delivery.channel == Channel.VOICE, delivery.state.in_(IN_HAND))
            .where(delivery.ended_at.is_(None), _left_at(delivery) <= before)
        )
        return self._session.scalars(query).all()

    def knows_sid(self, provider_sid: str) -> bool:
        wanted = tables.deliveries.c.provider_sid == provider_sid
        return self._session.scalar(select(func.count()).where(wanted)) != 0


def _given_verifications() -> Select[tuple[str]]:
    given = verifications.c.verified_at.is_not(None)
    return select(verifications.c.id).where(given)


def _left_at(delivery: Any) -> ColumnElement[datetime]:
    """When a call left, will leave at the latest, or was asked for; the domain counts alike."""
    return func.coalesce(delivery.announced_at, delivery.lease_until, delivery.created_at)


# Workers ask these all the time, and to build one costs more than to run it.
@cache
def _any_due(channels: frozenset[Channel]) -> Select[tuple[str]]:
    return select(tables.deliveries.c.id).where(_is_due(channels)).limit(1)


@cache
def _oldest_due(channels: frozenset[Channel]) -> Select[tuple[str, str]]:
    delivery = tables.deliveries.c
    due = select(delivery.id, delivery.number).where(_is_due(channels)).order_by(delivery.due_at)
    return due.limit(1).with_for_update(skip_locked=True)


@cache
def _take(channels: frozenset[Channel]) -> Update:
    worker: BindParameter[str] = bindparam("by")
    until = bindparam("until", type_=UtcDateTime)
    return (
        update(tables.deliveries)
        .where(tables.deliveries.c.id == bindparam("wanted"), _is_due(channels))
        .values(state=DeliveryState.CLAIMED, worker=worker, lease_until=until)
    )


def _moments(now: datetime) -> dict[str, datetime]:
    """Return the values of what is left open in these."""
    return {"now": now, "long_ago": now - CALL_MAY_LAST}


def _is_due(channels: frozenset[Channel]) -> ColumnElement[bool]:
    """What may leave over one of the channels; what expired leaves nowhere, and is due as well."""
    delivery, now = tables.deliveries.c, bindparam("now", type_=UtcDateTime)
    may_leave = or_(delivery.channel.in_(channels), delivery.expires_at <= now)
    is_free = and_(delivery.state == DeliveryState.QUEUED, delivery.due_at <= now)
    was_dropped = and_(delivery.state == DeliveryState.CLAIMED, delivery.lease_until < now)
    is_text = delivery.channel != Channel.VOICE
    return and_(or_(is_free, was_dropped), may_leave, or_(is_text, ~_is_phone_busy()))


def _is_phone_busy() -> ColumnElement[bool]:
    """Whether another call to the same number is in hand: a phone is never rung twice at once."""
    now, long_ago = (bindparam(name, type_=UtcDateTime) for name in ("now", "long_ago"))
    delivery, other = tables.deliveries.c, tables.deliveries.alias("other").c
    is_claimed = and_(other.state == DeliveryState.CLAIMED, other.lease_until >= now)
    is_in_hand = and_(other.ended_at.is_(None), or_(other.state.in_(IN_HAND), is_claimed))
    return (
        select(other.id)
        .where(other.number == delivery.number, other.id != delivery.id)
        .where(other.channel == Channel.VOICE, or_(is_in_hand, other.hang_up_at.is_not(None)))
        .where(_left_at(other) > long_ago)
        .correlate(tables.deliveries)
        .exists()
    )
