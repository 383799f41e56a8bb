"""Withdrawing: an amount is reserved on request and released once, and no limit is ever passed.

The device that confirms a withdrawal decides its limit (T5, X20), and each verification confirms
one withdrawal of exactly its amount (A10). Counting and reserving happen
under one lock of the account and the device, so that two requests at once never exceed together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.audit import AuditKind
from sls.domain.errors import (
    AccountUnknown,
    KeyReused,
    LimitUnknown,
    NotVerified,
    OverLimit,
    WithdrawalUnknown,
)
from sls.domain.factors import Factor
from sls.domain.verifications import Task, is_session
from sls.domain.withdrawals import Withdrawal, WithdrawalState, checked_amount
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.counting_limits import CountingLimits, CustomerLimits, DeviceLimit
from sls.services.verifying import Verifying

# So long after a login without any device it may confirm what such a customer withdraws.
LOGIN_CONFIRMS_FOR = timedelta(minutes=10)
_RECORDED = {
    WithdrawalState.REQUESTED: AuditKind.WITHDRAWAL_REQUESTED,
    WithdrawalState.EXECUTED: AuditKind.WITHDRAWAL_EXECUTED,
    WithdrawalState.CANCELLED: AuditKind.WITHDRAWAL_CANCELLED,
    WithdrawalState.FAILED: AuditKind.WITHDRAWAL_FAILED,
}


class Withdrawing:
    """The use cases of withdrawals."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        counting: CountingLimits,
        verifying: Verifying,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._counting = counting
        self._verifying = verifying

    def request(self, verification_id: str, amount_cents: int, key: str) -> Withdrawal:
        """Reserve an amount that a verification has confirmed, which is used up by it.

        The same key gives the same withdrawal and reserves nothing more. What was refused is not
        remembered and uses nothing up, so the same key may be tried again.

        Raises:
            NotVerified: no such verification, or not for exactly this, or used up or over.
            AmountInvalid, AccountUnknown, KeyReused, LimitUnknown, OverLimit.
        """
        amount, now = checked_amount(amount_cents), self._clock.now()
        with self._units.write() as unit:
            verification = unit.verifications.get(verification_id)
            if verification is None or verification.verified_at is None:
                raise NotVerified
            asked = _Asked(verification.customer_id, amount, verification.factor_id, key)
            place = _lock(unit, asked)
            earlier = unit.withdrawals.by_key(asked.customer_id, key)
            if earlier is not None:
                return _same(earlier, asked)
            details = {"amount": amount}
            _, factor = self._verifying.use(unit, verification_id, Task.WITHDRAWAL, details, now)
            return self._reserve(unit, asked, place, factor, now)

    def request_without_device(self, login_id: str, amount_cents: int, key: str) -> Withdrawal:
        """Reserve an amount for a customer who has no device at all, by the login alone.

        Raises:
            NotVerified: no such login, not verified, too long ago, or there is or was a device.
            CardOnly: the login may only print the online card.
            AmountInvalid, AccountUnknown, KeyReused, LimitUnknown, OverLimit: as `request`.
        """
        amount, now = checked_amount(amount_cents), self._clock.now()
        with self._units.write() as unit:
            login = unit.logins.get(login_id)
            if login is None or login.verified_at is None or login.factor_id is not None:
                raise NotVerified
            login.require_full_access()
            asked = _Asked(login.customer_id, amount, None, key)
            place = _lock(unit, asked)
            earlier = unit.withdrawals.by_key(asked.customer_id, key)
            if earlier is not None:
                return _same(earlier, asked)
            is_recent = is_session(login, now, LOGIN_CONFIRMS_FOR)
            # Whoever ever had a device never withdraws by the password alone, though it has ended.
            if not is_recent or unit.temporary_accesses.is_participant(login.customer_id):
                raise NotVerified
            return self._reserve(unit, asked, place, None, now)

    def cancel(self, withdrawal_id: str) -> Withdrawal:
        """Cancel a withdrawal that is not paid out yet, and release its amount; once.

        Raises:
            WithdrawalUnknown, WrongState.
        """
        return self._move(withdrawal_id, WithdrawalState.CANCELLED)

    def execute(self, withdrawal_id: str) -> Withdrawal:
        """Record that a withdrawal was paid out; its amount goes on counting.

        Raises:
            WithdrawalUnknown, WrongState.
        """
        return self._move(withdrawal_id, WithdrawalState.EXECUTED)

    def fail(self, withdrawal_id: str) -> Withdrawal:
        """Record that a withdrawal was rejected or came back, and release its amount; once.

        Raises:
            WithdrawalUnknown, WrongState.
        """
        return self._move(withdrawal_id, WithdrawalState.FAILED)

    def limits_of(self, customer_id: str) -> CustomerLimits:
        """Return what each device of a customer may confirm now.

        Raises:
            AccountUnknown: no such customer, or one without an account.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            return self._counting.of_customer(unit, customer_id, now)

    def limits_of_user(self, username: str) -> CustomerLimits:
        """Return what each device of the customer with this user name may confirm now.

        Raises:
            AccountUnknown: no such customer, or one without an account.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            return self._counting.of_customer(unit, customer.id, now)

    def devices_that_allow(self, customer_id: str, amount_cents: int) -> Sequence[DeviceLimit]:
        """Return the customer's devices that would confirm an amount now.

        Raises:
            AmountInvalid: it cannot be withdrawn at all.
            AccountUnknown: no such customer, or one without an account.
        """
        return self.limits_of(customer_id).that_allow(checked_amount(amount_cents))

    def _reserve(
        self,
        unit: UnitOfWork,
        asked: "_Asked",
        place: tuple[str, str | None],
        confirmed_by: Factor | None,
        now: datetime,
    ) -> Withdrawal:
        self._check(unit, asked, confirmed_by, now)
        account_id, device_id = place
        withdrawal = Withdrawal(
            id=self._randomness.token(),
            account_id=account_id,
            customer_id=asked.customer_id,
            key=asked.key,
            amount_cents=asked.amount_cents,
            state=WithdrawalState.REQUESTED,
            kind=self._counting.row(confirmed_by).kind,
            confirmed_by=confirmed_by.kind if confirmed_by else None,
            factor_id=asked.factor_id,
            device_id=device_id,
            business_day=self._counting.today(now),
            created_at=now,
            changed_at=now,
        )
        unit.withdrawals.add(withdrawal)
        _record(unit, withdrawal, now)
        return withdrawal

    def _check(
        self, unit: UnitOfWork, asked: "_Asked", factor: Factor | None, now: datetime
    ) -> None:
        limits = self._counting.of_customer(unit, asked.customer_id, now)
        limit = self._counting.of_device(unit, limits.account_id, factor, limits.today)
        row = limit.row
        if not row.is_known:
            raise LimitUnknown(row.kind)
        if row.allows(asked.amount_cents, limit.usage):
            return
        offers = [each.row.kind for each in limits.that_allow(asked.amount_cents)]
        raise OverLimit(row.kind, row.day_cents, row.window_cents, limit.remaining or 0, offers)

    def _move(self, withdrawal_id: str, state: WithdrawalState) -> Withdrawal:
        now = self._clock.now()
        with self._units.write() as unit:
            withdrawal = unit.withdrawals.get_to_change(withdrawal_id)
            if withdrawal is None:
                raise WithdrawalUnknown
            if withdrawal.state is not state:
                withdrawal.move(state, now)
                _record(unit, withdrawal, now)
            return withdrawal


@dataclass(frozen=True)
class _Asked:
    """What a withdrawal is asked for, and under which name of the caller's."""

    customer_id: str
    amount_cents: int
    factor_id: str | None
    key: str


def _record(unit: UnitOfWork, withdrawal: Withdrawal, now: datetime) -> None:
    record(
        unit,
        _RECORDED[withdrawal.state],
        now,
        customer=withdrawal.customer_id,
        subject=withdrawal.id,
        amount=withdrawal.amount_cents,
        confirmed_by=withdrawal.confirmed_by or "none",
    )


def _lock(unit: UnitOfWork, asked: _Asked) -> tuple[str, str | None]:
    """Lock the account and the device, and return which they are."""
    account_id = unit.withdrawals.account_of(asked.customer_id)
    if account_id is None:
        raise AccountUnknown
    device_id = unit.withdrawals.device_of(asked.factor_id) if asked.factor_id else None
    unit.withdrawals.lock(account_id, device_id)
    return account_id, device_id


def _same(earlier: Withdrawal, asked: _Asked) -> Withdrawal:
    before = (earlier.amount_cents, earlier.factor_id)
    if before != (asked.amount_cents, asked.factor_id):
        raise KeyReused
    return earlier
