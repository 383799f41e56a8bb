"""Withdrawing: an amount is reserved on request and released once, and no limit is ever passed.

The device that confirms a withdrawal decides its limit (T5, X20). Counting and reserving happen
under one lock of the account and the device, so that two requests at once never exceed together.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sls.domain.errors import (
    AccountUnknown,
    KeyReused,
    LimitUnknown,
    NotVerified,
    OverLimit,
    WithdrawalUnknown,
)
from sls.domain.factors import Factor
from sls.domain.logins import LoginState
from sls.domain.withdrawals import Withdrawal, WithdrawalState, checked_amount
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.counting_limits import CountingLimits, CustomerLimits, DeviceLimit

# So long after a login the device that verified it may stand for one that confirms.
LOGIN_CONFIRMS_FOR = timedelta(minutes=10)


class Withdrawing:
    """The use cases of withdrawals."""

    def __init__(
        self, units: UnitsOfWork, clock: Clock, randomness: Randomness, counting: CountingLimits
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._counting = counting

    def request(
        self, customer_id: str, amount_cents: int, confirmed_by: Factor | None, key: str
    ) -> Withdrawal:
        """Reserve an amount that this factor has confirmed; the caller has verified the factor.

        The same key gives the same withdrawal and reserves nothing more. What was refused is not
        remembered: nothing is reserved, so the same key may be tried again.

        Raises:
            AmountInvalid, AccountUnknown, KeyReused, LimitUnknown, OverLimit.
            NotVerified: the factor is another customer's.
        """
        amount, now = checked_amount(amount_cents), self._clock.now()
        if confirmed_by is not None and confirmed_by.customer_id != customer_id:
            raise NotVerified
        with self._units.write() as unit:
            account_id, device_id = _lock(unit, customer_id, confirmed_by)
            earlier = unit.withdrawals.by_key(customer_id, key)
            if earlier is not None:
                return _same(earlier, amount, confirmed_by)
            self._check(unit, customer_id, confirmed_by, amount, now)
            withdrawal = Withdrawal(
                id=self._randomness.token(),
                account_id=account_id,
                customer_id=customer_id,
                key=key,
                amount_cents=amount,
                state=WithdrawalState.REQUESTED,
                kind=self._counting.row(confirmed_by).kind,
                confirmed_by=confirmed_by.kind if confirmed_by else None,
                factor_id=confirmed_by.id if confirmed_by else None,
                device_id=device_id,
                business_day=self._counting.today(now),
                created_at=now,
                changed_at=now,
            )
            unit.withdrawals.add(withdrawal)
            return withdrawal

    def request_with_login(self, login_id: str, amount_cents: int, key: str) -> Withdrawal:
        """Reserve an amount, confirmed by the factor that verified a login a short while ago.

        Raises:
            NotVerified: no such login, not verified, or too long ago.
            AmountInvalid, AccountUnknown, KeyReused, LimitUnknown, OverLimit: as `request`.
        """
        checked_amount(amount_cents)
        with self._units.read() as unit:
            login = unit.logins.get(login_id)
            if login is None or login.state is not LoginState.VERIFIED or not login.verified_at:
                raise NotVerified
            is_repeated = unit.withdrawals.by_key(login.customer_id, key) is not None
            is_recent = self._clock.now() < login.verified_at + LOGIN_CONFIRMS_FOR
            if not (is_recent or is_repeated):
                raise NotVerified
            factor = unit.customers.factor(login.factor_id) if login.factor_id else None
            if factor is None and login.factor_id is not None:
                raise NotVerified  # the device is gone since
        return self.request(login.customer_id, amount_cents, factor, key)

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

    def _check(
        self,
        unit: UnitOfWork,
        customer_id: str,
        factor: Factor | None,
        amount_cents: int,
        now: datetime,
    ) -> None:
        limits = self._counting.of_customer(unit, customer_id, now)
        limit = self._counting.of_device(unit, limits.account_id, factor, limits.today)
        row = limit.row
        if not row.is_known:
            raise LimitUnknown(row.kind)
        if row.allows(amount_cents, limit.usage):
            return
        offers = [each.row.kind for each in limits.that_allow(amount_cents)]
        raise OverLimit(row.kind, row.day_cents, row.window_cents, limit.remaining or 0, offers)

    def _move(self, withdrawal_id: str, state: WithdrawalState) -> Withdrawal:
        now = self._clock.now()
        with self._units.write() as unit:
            withdrawal = unit.withdrawals.get_to_change(withdrawal_id)
            if withdrawal is None:
                raise WithdrawalUnknown
            withdrawal.move(state, now)
            return withdrawal


def _lock(unit: UnitOfWork, customer_id: str, factor: Factor | None) -> tuple[str, str | None]:
    """Lock the account and the device, and return which they are."""
    account_id = unit.withdrawals.account_of(customer_id)
    if account_id is None:
        raise AccountUnknown
    device_id = None if factor is None else unit.withdrawals.device_of(factor.id)
    unit.withdrawals.lock(account_id, device_id)
    return account_id, device_id


def _same(earlier: Withdrawal, amount_cents: int, factor: Factor | None) -> Withdrawal:
    is_same_device = earlier.factor_id == (factor.id if factor else None)
    if earlier.amount_cents != amount_cents or not is_same_device:
        raise KeyReused
    return earlier
