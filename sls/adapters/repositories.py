"""The units of work and repositories of `sls.ports`, on SQLAlchemy."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.address_repository import SqlIpRestrictions, SqlPasswordFailures
from sls.adapters.audit_repository import SqlAuditTrail
from sls.adapters.binding_repository import SqlBindings
from sls.adapters.conversation_repository import SqlConversations
from sls.adapters.database import Database, change
from sls.adapters.device_repository import SqlDevices
from sls.adapters.enrolment_repository import SqlEnrolments
from sls.adapters.idempotency_repository import SqlRememberedRequests
from sls.adapters.locks import held, held_by, hold_name, insert_once
from sls.adapters.pick_up_repository import SqlPickUps
from sls.adapters.pin_repository import SqlPins
from sls.adapters.retention_repository import SqlRetentionStore
from sls.adapters.sharing_repository import SqlShares
from sls.adapters.temporary_access_repository import SqlTemporaryAccesses
from sls.adapters.verification_repository import SqlVerifications
from sls.adapters.verification_tables import verifications
from sls.adapters.withdrawal_repository import SqlWithdrawals
from sls.domain.codes import MAX_ATTEMPTS, OneTimeCode
from sls.domain.customers import Customer, fold_username
from sls.domain.deliveries import (
    CALL_MAY_LAST,
    CLAIM_LEASE,
    IN_HAND,
    Delivery,
    DeliveryState,
)
from sls.domain.factors import Channel, Factor
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.purposes import Purpose


class SqlCustomers:
    """Customers and factors."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, customer_id: str) -> Customer | None:
        return self._session.get(Customer, customer_id)

    def by_username(self, username: str) -> Customer | None:
        wanted = tables.customers.c.username == fold_username(username)
        return self._session.scalars(select(Customer).where(wanted)).one_or_none()

    def factor(self, factor_id: str) -> Factor | None:
        return self._session.get(Factor, factor_id)

    def factor_to_change(self, factor_id: str) -> Factor | None:
        return held(self._session, Factor, factor_id)

    def factors_of(self, customer_id: str) -> Sequence[Factor]:
        of_customer = tables.factors.c.customer_id == customer_id
        is_live = tables.factors.c.ended_at.is_(None)
        query = select(Factor).where(of_customer, is_live).order_by(tables.factors.c.id)
        return self._session.scalars(query).all()


class SqlLogins:
    """Pending logins."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, login_id: str) -> PendingLogin | None:
        return self._session.get(PendingLogin, login_id)

    def get_to_change(self, login_id: str) -> PendingLogin | None:
        return held(self._session, PendingLogin, login_id)

    def add(self, login: PendingLogin) -> None:
        self._session.add(login)
        self._session.flush()

    def charge_attempt(self, login_id: str, now: datetime) -> bool:
        """One UPDATE decides, so that parallel guesses cannot get more tries than there are."""
        login = tables.logins.c
        charge = (
            update(tables.logins)
            .where(login.id == login_id, login.state == LoginState.READY)
            .where(login.expires_at > now, login.attempts < MAX_ATTEMPTS)
            .values(attempts=login.attempts + 1)
        )
        return change(self._session, charge) == 1

    def latest_waiting(self, customer_id: str, now: datetime) -> PendingLogin | None:
        login = tables.logins.c
        query = (
            select(PendingLogin)
            .where(login.customer_id == customer_id, login.state == LoginState.READY)
            .where(login.expires_at > now, login.attempts < MAX_ATTEMPTS)
            .order_by(login.created_at.desc())
            .limit(1)
        )
        return self._session.scalars(query).one_or_none()


class SqlCodes:
    """One-time codes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, code_id: str) -> OneTimeCode | None:
        return self._session.get(OneTimeCode, code_id)

    def add(self, code: OneTimeCode) -> None:
        self._session.add(code)
        self._session.flush()

    def of_login(self, login_id: str) -> Sequence[OneTimeCode]:
        code = tables.one_time_codes.c
        query = select(OneTimeCode).where(code.login_id == login_id).order_by(code.created_at)
        return self._session.scalars(query).all()

    def consume(self, code_id: str, now: datetime) -> bool:
        code = tables.one_time_codes.c
        use_up = (
            update(tables.one_time_codes)
            .where(code.id == code_id, code.consumed_at.is_(None), code.voided_at.is_(None))
            .where(code.expires_at > now)
            .values(consumed_at=now, sealed=None)
        )
        return change(self._session, use_up) == 1

    def unseal_expired(self, now: datetime) -> int:
        code = tables.one_time_codes.c
        forget = (
            update(tables.one_time_codes)
            .where(code.sealed.is_not(None), code.expires_at <= now)
            .values(sealed=None)
        )
        return change(self._session, forget)


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
            .where(delivery.purpose != Purpose.NOTICE)
            .where(or_(login.id.is_(None), login.state != LoginState.VERIFIED))
            .where(delivery.login_id.not_in(_given_verifications()))
            .order_by(delivery.created_at)
        )
        return self._session.scalars(query).all()

    def has_due(self, now: datetime) -> bool:
        due = select(tables.deliveries.c.id).where(_is_due(now)).limit(1)
        return self._session.scalar(due) is not None

    def claim(self, worker: str, now: datetime) -> Delivery | None:
        """Take the oldest that nobody holds; then, alone with its number, ask again if it is due.

        Two workers could otherwise take two calls to one phone at the same moment.
        """
        delivery = tables.deliveries.c
        oldest = select(delivery.id, delivery.number).where(_is_due(now)).order_by(delivery.due_at)
        free = oldest.limit(1).with_for_update(skip_locked=True)
        found = self._session.execute(free).one_or_none()
        if found is None:
            return None
        hold_name(self._session, f"calling {found.number}")
        take = (
            update(tables.deliveries)
            .where(delivery.id == found.id, _is_due(now))
            .values(state=DeliveryState.CLAIMED, worker=worker, lease_until=now + CLAIM_LEASE)
        )
        return self.get(found.id) if change(self._session, take) == 1 else None

    def announce(self, delivery_id: str, worker: str, now: datetime) -> bool:
        delivery = tables.deliveries.c
        announcement = (
            update(tables.deliveries)
            .where(delivery.id == delivery_id, delivery.state == DeliveryState.CLAIMED)
            .where(delivery.worker == worker, delivery.expires_at > now)
            .values(state=DeliveryState.PLACING, announced_at=now, tries=delivery.tries + 1)
        )
        return change(self._session, announcement) == 1

    def in_state(self, state: DeliveryState) -> Sequence[Delivery]:
        query = select(Delivery).where(tables.deliveries.c.state == state)
        return self._session.scalars(query).all()

    def forgotten_calls(self, before: datetime) -> Sequence[str]:
        delivery = tables.deliveries.c
        query = (
            select(delivery.id)
            .where(delivery.channel == Channel.VOICE, delivery.state.in_(IN_HAND))
            .where(delivery.ended_at.is_(None), delivery.created_at <= before)
        )
        return self._session.scalars(query).all()

    def knows_sid(self, provider_sid: str) -> bool:
        wanted = tables.deliveries.c.provider_sid == provider_sid
        return self._session.scalar(select(func.count()).where(wanted)) != 0


def _given_verifications() -> Select[tuple[str]]:
    given = verifications.c.verified_at.is_not(None)
    return select(verifications.c.id).where(given)


def _is_due(now: datetime) -> ColumnElement[bool]:
    delivery = tables.deliveries.c
    is_free = and_(delivery.state == DeliveryState.QUEUED, delivery.due_at <= now)
    was_dropped = and_(delivery.state == DeliveryState.CLAIMED, delivery.lease_until < now)
    is_text = delivery.channel != Channel.VOICE
    return and_(or_(is_free, was_dropped), or_(is_text, ~_is_phone_busy(now)))


def _is_phone_busy(now: datetime) -> ColumnElement[bool]:
    """Whether another call to the same number is in hand: a phone is never rung twice at once."""
    delivery, other = tables.deliveries.c, tables.deliveries.alias("other").c
    is_claimed = and_(other.state == DeliveryState.CLAIMED, other.lease_until >= now)
    return (
        select(other.id)
        .where(other.number == delivery.number, other.id != delivery.id)
        .where(other.channel == Channel.VOICE, other.ended_at.is_(None))
        .where(or_(other.state.in_(IN_HAND), is_claimed))
        .where(other.created_at > now - CALL_MAY_LAST)
        .correlate(tables.deliveries)
        .exists()
    )


class SqlUnitOfWork:
    """One transaction over every repository."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.customers = SqlCustomers(session)
        self.logins = SqlLogins(session)
        self.devices = SqlDevices(session)
        self.codes = SqlCodes(session)
        self.deliveries = SqlDeliveries(session)
        self.conversations = SqlConversations(session)
        self.withdrawals = SqlWithdrawals(session)
        self.verifications = SqlVerifications(session)
        self.pins = SqlPins(session)
        self.bindings = SqlBindings(session)
        self.temporary_accesses = SqlTemporaryAccesses(session)
        self.pick_ups = SqlPickUps(session)
        self.audit = SqlAuditTrail(session)
        self.retention = SqlRetentionStore(session)
        self.remembered_requests = SqlRememberedRequests(session)
        self.shares = SqlShares(session)
        self.enrolments = SqlEnrolments(session)
        self.ip_restrictions = SqlIpRestrictions(session)
        self.password_failures = SqlPasswordFailures(session)

    def use_identity_token(self, token_id: str, expires_at: datetime) -> bool:
        """Use an identity token up; the primary key lets only one caller in."""
        row = {"jti": token_id, "expires_at": expires_at}
        return insert_once(self.session, tables.used_identity_tokens, [row])


class SqlUnitsOfWork:
    """Begins units of work on one database."""

    def __init__(self, database: Database) -> None:
        tables.map_classes()
        self._database = database

    @contextmanager
    def write(self) -> Iterator[SqlUnitOfWork]:
        """Begin a unit that may write; it holds locks, SQLite's only one, so keep it short."""
        with self._unit(self._database.writing) as unit:
            yield unit
            unit.audit.finish()

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """Begin a unit that only reads."""
        with self._unit(self._database.reading) as unit:
            yield unit

    @contextmanager
    def _unit(self, engine: Engine) -> Iterator[SqlUnitOfWork]:
        with self._database.session(engine) as session:
            yield SqlUnitOfWork(session)
