"""The units of work and repositories of `sls.ports`, on SQLAlchemy."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from sqlalchemy import Engine, Select, bindparam, select, update
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.address_repository import SqlIpRestrictions, SqlPasswordFailures
from sls.adapters.audit_repository import Append, SqlAuditTrail
from sls.adapters.binding_repository import SqlBindings
from sls.adapters.conversation_repository import SqlConversations
from sls.adapters.database import Database, change
from sls.adapters.delivery_repository import SqlDeliveries
from sls.adapters.device_repository import SqlDevices
from sls.adapters.enrolment_repository import SqlEnrolments
from sls.adapters.help_request_repository import SqlHelpRequests
from sls.adapters.idempotency_repository import SqlRememberedRequests
from sls.adapters.line_repository import SqlLineCalls
from sls.adapters.live_call_repository import SqlLiveCalls
from sls.adapters.locks import held, insert_once
from sls.adapters.metering_repository import SqlMeters
from sls.adapters.miss_repository import SqlMisses
from sls.adapters.pick_up_repository import SqlPickUps
from sls.adapters.pin_repository import SqlPins
from sls.adapters.retention_repository import SqlRetentionStore
from sls.adapters.sharing_repository import SqlShares
from sls.adapters.spending_repository import SqlExpenses, SqlRefusals
from sls.adapters.temporary_access_repository import SqlTemporaryAccesses
from sls.adapters.transfer_repository import SqlTransfers
from sls.adapters.trunk_repository import SqlTrunks
from sls.adapters.verification_repository import SqlVerifications
from sls.adapters.withdrawal_repository import SqlWithdrawals
from sls.domain.codes import MAX_ATTEMPTS, OneTimeCode
from sls.domain.customers import Customer, fold_username
from sls.domain.factors import Factor
from sls.domain.logins import LoginState, PendingLogin


class SqlCustomers:
    """Customers and factors."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, customer_id: str) -> Customer | None:
        return self._session.get(Customer, customer_id)

    def by_username(self, username: str) -> Customer | None:
        wanted = tables.customers.c.username == fold_username(username)
        return self._session.scalars(select(Customer).where(wanted)).one_or_none()

    def with_number(self, number: str) -> Sequence[Customer]:
        customer = tables.customers.c
        query = select(Customer).where(customer.number == number).order_by(customer.id)
        return self._session.scalars(query).all()

    def factor(self, factor_id: str) -> Factor | None:
        return self._session.get(Factor, factor_id)

    def factor_to_change(self, factor_id: str) -> Factor | None:
        return held(self._session, Factor, factor_id)

    def factors_of(self, customer_id: str) -> Sequence[Factor]:
        return self._session.scalars(_factors_of(), {"customer_id": customer_id}).all()


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
        return self._session.scalars(_codes_of(), {"login_id": login_id}).all()

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


class SqlUnitOfWork:
    """One transaction over every repository."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.customers = SqlCustomers(session)
        self.logins = SqlLogins(session)
        self.devices = SqlDevices(session)
        self.codes = SqlCodes(session)
        self.deliveries = SqlDeliveries(session)
        self.expenses = SqlExpenses(session)
        self.refusals = SqlRefusals(session)
        self.trunks = SqlTrunks(session)
        self.meters = SqlMeters(session)
        self.conversations = SqlConversations(session)
        self.withdrawals = SqlWithdrawals(session)
        self.verifications = SqlVerifications(session)
        self.pins = SqlPins(session)
        self.bindings = SqlBindings(session)
        self.temporary_accesses = SqlTemporaryAccesses(session)
        self.pick_ups = SqlPickUps(session)
        self.misses = SqlMisses(session)
        self.line_calls = SqlLineCalls(session)
        self.help_requests = SqlHelpRequests(session)
        self.transfers = SqlTransfers(session)
        self.live_calls = SqlLiveCalls(session)
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

    def __init__(self, database: Database, append: Append) -> None:
        tables.map_classes()
        self._database = database
        self._append = append

    @contextmanager
    def write(self) -> Iterator[SqlUnitOfWork]:
        """Begin a unit that may write; it holds locks, SQLite's only one, so keep it short."""
        with self._unit(self._database.writing) as unit:
            yield unit
            unit.audit.finish(self._append)

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """Begin a unit that only reads."""
        with self._unit(self._database.reading) as unit:
            yield unit

    @contextmanager
    def _unit(self, engine: Engine) -> Iterator[SqlUnitOfWork]:
        with self._database.session(engine) as session:
            yield SqlUnitOfWork(session)


# Asked for every code, and to build one costs more than to run it.
@cache
def _factors_of() -> Select[Factor]:
    factor = tables.factors.c
    of_customer = factor.customer_id == bindparam("customer_id")
    return select(Factor).where(of_customer, factor.ended_at.is_(None)).order_by(factor.id)


@cache
def _codes_of() -> Select[OneTimeCode]:
    code = tables.one_time_codes.c
    return (
        select(OneTimeCode).where(code.login_id == bindparam("login_id")).order_by(code.created_at)
    )
