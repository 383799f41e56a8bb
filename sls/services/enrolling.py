"""Enrolling: who is opted out for trading platforms, and the ways back in (F60 to F62, G63)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sls.domain.audit import AuditKind, agent_named
from sls.domain.enrolment import Enrolment, WayBack, may_trade_penny_stocks, needs_second_factor
from sls.domain.errors import AccountUnknown
from sls.domain.platforms import Platform
from sls.domain.security_errors import RightsMissing
from sls.domain.verifications import Task
from sls.ports import Clock, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.stepping_up import Proof, SteppingUp


@dataclass(frozen=True)
class EnrolmentView:
    """How a user takes part, and who of the account may change it."""

    username: str
    enrolment: Enrolment
    may_change: bool
    users_with_rights: Sequence[str]


class Enrolling:
    """The use cases of opting out and back in."""

    def __init__(self, units: UnitsOfWork, clock: Clock, stepping_up: SteppingUp) -> None:
        self._units = units
        self._clock = clock
        self._stepping_up = stepping_up

    def opt_out(self, username: str, agent: str) -> None:
        """Record that an agent has opted a user out for trading platforms; there is no other way.

        Raises:
            AccountUnknown: no such user.
            OptOutRefused: the account's country does not allow it (HK, IN), or is not known.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            enrolment_to_change(unit, customer.id).opt_out(agent, now)
            actor = agent_named(agent)
            record(unit, AuditKind.OPTED_OUT, now, customer=customer.id, actor=actor)

    def view(self, login_id: str) -> EnrolmentView:
        """Return how the user of a verified login takes part.

        Raises:
            NotVerified, CardOnly: as `SteppingUp.customer`.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            customer_id = self._stepping_up.customer(unit, login_id, now)
            return _view(unit, customer_id, customer_id, now)

    def opt_back_in(self, proof: Proof, way: WayBack, username: str | None) -> EnrolmentView:
        """Opt a user of one's own account back in: at once, or as soon as there is a device.

        Nobody is left half in: the flag holds until then, and then is gone (A38).

        Raises:
            NotVerified, CardOnly: the proof is not enough.
            AccountUnknown: no such user of this account.
            RightsMissing: another user of the account may do this.
            WrongState: the user is not opted out.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            details = of_user({"way": way}, username)
            by = self._stepping_up.take(unit, proof, Task.OPT_BACK_IN, details, now)
            customer_id = user_of_own_account(unit, by, username)
            require_rights(unit, by)
            enrolment = enrolment_to_change(unit, customer_id)
            enrolment.choose_way_back(way, now)
            enrolment.settle(has_factor=_has_factor(unit, customer_id, now))
            data = {"way": way}
            record(unit, AuditKind.OPTED_BACK_IN, now, customer=customer_id, **data)
            return _view(unit, customer_id, by, now)

    def may_trade_penny_stocks(self, username: str) -> bool:
        """Whether a user may trade Pink Sheet and OTCBB stocks (F60).

        Raises:
            AccountUnknown: no such user.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            return may_trade_penny_stocks(_settled(unit, customer.id, now))


def asks_for_second_factor(
    unit: UnitOfWork, customer_id: str, platform: Platform, now: datetime
) -> bool:
    """Whether a login goes on to a second factor; an opt-out whose time is over ends here."""
    enrolment = unit.enrolments.get_to_change(customer_id)
    if enrolment is not None:
        enrolment.settle(has_factor=_has_factor(unit, customer_id, now))
    return needs_second_factor(enrolment, platform)


def enrolment_to_change(unit: UnitOfWork, customer_id: str) -> Enrolment:
    """Return a user's enrolment, made where there is none yet."""
    enrolment = unit.enrolments.get_to_change(customer_id)
    if enrolment is None:
        enrolment = Enrolment(customer_id)
        unit.enrolments.add(enrolment)
    return enrolment


def user_of_own_account(unit: UnitOfWork, customer_id: str, username: str | None) -> str:
    """Return the user of this name, who must be of the same account; none is oneself.

    Raises:
        AccountUnknown: nobody, or somebody of another account: that is not told apart.
    """
    if username is None:
        return customer_id
    other, account = unit.customers.by_username(username), unit.withdrawals.account_of(customer_id)
    if other is None or account is None or unit.withdrawals.account_of(other.id) != account:
        raise AccountUnknown
    return other.id


def of_user(details: dict[str, object], username: str | None) -> dict[str, object]:
    """Return the details of a change, with the user whom it is for where that is somebody else."""
    return details if username is None else {**details, "username": username}


def require_rights(unit: UnitOfWork, customer_id: str) -> None:
    """Refuse a user who may not change security settings, and name who may (F61).

    Raises:
        RightsMissing: with users of the same account only, and so never another client (A38).
    """
    enrolment = unit.enrolments.get(customer_id)
    if enrolment is None or not enrolment.may_change_security:
        raise RightsMissing(_users_with_rights(unit, customer_id))


def _view(unit: UnitOfWork, customer_id: str, viewer_id: str, now: datetime) -> EnrolmentView:
    customer = unit.customers.get(customer_id)
    viewer = unit.enrolments.get(viewer_id)
    assert customer is not None
    return EnrolmentView(
        customer.username,
        _settled(unit, customer_id, now),
        viewer is not None and viewer.may_change_security,
        _users_with_rights(unit, viewer_id),
    )


def _users_with_rights(unit: UnitOfWork, customer_id: str) -> Sequence[str]:
    account = unit.withdrawals.account_of(customer_id)
    return () if account is None else unit.enrolments.users_with_rights(account)


def _settled(unit: UnitOfWork, customer_id: str, now: datetime) -> Enrolment:
    """Return a copy of an enrolment as it counts now, for units that only read."""
    enrolment = unit.enrolments.get(customer_id)
    if enrolment is None:
        return Enrolment(customer_id)
    settled = replace(enrolment)
    settled.settle(has_factor=_has_factor(unit, customer_id, now))
    return settled


def _has_factor(unit: UnitOfWork, customer_id: str, now: datetime) -> bool:
    return any(not each.is_over(now) for each in unit.customers.factors_of(customer_id))
