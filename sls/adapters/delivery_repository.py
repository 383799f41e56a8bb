"""The repository of deliveries, which is the outbox, on SQLAlchemy."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.database import UtcDateTime
from sls.adapters.locks import held, held_all, held_by, hold_name
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
        return self._session.scalars(_of_login(), {"login_id": login_id}).all()

    def lock_number(self, number: str) -> None:
        hold_name(self._session, f"sending to {number}")

    def sent_to(self, number: str, since: datetime) -> Sequence[datetime]:
        return self._session.scalars(_sent_to(), {"number": number, "since": since}).all()

    def has_due(self, now: datetime, channels: Collection[Channel] = EVERY_CHANNEL) -> bool:
        return self._session.scalar(_any_due(frozenset(channels)), _moments(now)) is not None

    def claim(
        self, worker: str, now: datetime, room: Mapping[Channel, int], most: int
    ) -> Sequence[Delivery]:
        """Take the oldest that nobody holds; then, alone with their numbers, ask if they are due.

        Two workers could otherwise take two calls to one phone at the same moment.
        """
        every = [each for channel in Channel for each in self._due(channel, now, room, most)]
        found = sorted(every, key=lambda each: each.due_at)[:most]
        if not found:
            return []
        for number in sorted({each.number for each in found}):
            hold_name(self._session, f"calling {number}")
        taken = {"wanted": [each.id for each in found], "by": worker, "until": now + CLAIM_LEASE}
        options = {"synchronize_session": False, "populate_existing": True}
        claimed = self._session.scalars(
            _take(), {**_moments(now), **taken}, execution_options=options
        )
        return sorted(claimed, key=lambda each: each.due_at)

    def _due(
        self, channel: Channel, now: datetime, room: Mapping[Channel, int], most: int
    ) -> Sequence[Any]:
        """Return what is due of one channel; of the calls to one number the first."""
        asked = {"channel": channel, "is_open": channel in room, "most": room.get(channel, most)}
        due = self._session.execute(_oldest_due(), {**_moments(now), **asked}).all()
        if channel is not Channel.VOICE:
            return due
        return list({each.number: each for each in reversed(due)}.values())

    def hold(self, delivery_ids: Sequence[str]) -> Sequence[Delivery]:
        return held_all(self._session, Delivery, delivery_ids)

    def count_waiting(self, channel: Channel, now: datetime) -> int:
        return self._session.scalar(_count_waiting(), {"channel": channel, "now": now}) or 0

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


# These are asked all the time, and to build one costs more than to run it.
@cache
def _of_login() -> Select[Delivery]:
    delivery = tables.deliveries.c
    wanted = delivery.login_id == bindparam("login_id")
    return select(Delivery).where(wanted).order_by(delivery.created_at)


@cache
def _sent_to() -> Select[datetime]:
    delivery, login = tables.deliveries.c, tables.logins.c
    since = bindparam("since", type_=UtcDateTime)
    return (
        select(delivery.created_at)
        .join(tables.logins, login.id == delivery.login_id, isouter=True)
        .where(delivery.number == bindparam("number"), delivery.created_at > since)
        .where(delivery.purpose.not_in((Purpose.NOTICE, Purpose.CALLBACK, Purpose.ANSWER)))
        .where(or_(login.id.is_(None), login.state != LoginState.VERIFIED))
        .where(delivery.login_id.not_in(_given_verifications()))
        .order_by(delivery.created_at)
    )


@cache
def _count_waiting() -> Select[int]:
    delivery = tables.deliveries.c
    return (
        select(func.count())
        .where(delivery.state.in_((DeliveryState.QUEUED, DeliveryState.CLAIMED)))
        .where(delivery.channel == bindparam("channel"))
        .where(delivery.expires_at > bindparam("now", type_=UtcDateTime))
    )


@cache
def _any_due(channels: frozenset[Channel]) -> Select[tuple[str]]:
    may_leave = or_(tables.deliveries.c.channel.in_(channels), _is_expired())
    return select(tables.deliveries.c.id).where(_is_free(), may_leave).limit(1)


@cache
def _oldest_due() -> Select[tuple[str, str, datetime]]:
    delivery = tables.deliveries.c
    is_open: BindParameter[bool] = bindparam("is_open", type_=Boolean())
    return (
        select(delivery.id, delivery.number, delivery.due_at)
        .where(_is_free(), delivery.channel == bindparam("channel"), or_(is_open, _is_expired()))
        .order_by(delivery.due_at)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )


@cache
def _take() -> Any:
    worker: BindParameter[str] = bindparam("by")
    until = bindparam("until", type_=UtcDateTime)
    wanted: BindParameter[str] = bindparam("wanted", expanding=True)
    return (
        update(Delivery)
        .where(tables.deliveries.c.id.in_(wanted), _is_free())
        .values(state=DeliveryState.CLAIMED, worker=worker, lease_until=until)
        .returning(Delivery)
    )


def _moments(now: datetime) -> dict[str, datetime]:
    """Return the values of what is left open in these."""
    return {"now": now, "long_ago": now - CALL_MAY_LAST}


def _is_expired() -> ColumnElement[bool]:
    """What expired leaves nowhere, over no channel, and is due all the same: it has to end."""
    return tables.deliveries.c.expires_at <= bindparam("now", type_=UtcDateTime)


def _is_free() -> ColumnElement[bool]:
    """What is due, in nobody's hand, and to no phone that is busy with another call."""
    delivery, now = tables.deliveries.c, bindparam("now", type_=UtcDateTime)
    is_queued = and_(delivery.state == DeliveryState.QUEUED, delivery.due_at <= now)
    was_dropped = and_(delivery.state == DeliveryState.CLAIMED, delivery.lease_until < now)
    is_text = delivery.channel != Channel.VOICE
    return and_(or_(is_queued, was_dropped), or_(is_text, ~_is_phone_busy()))


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
