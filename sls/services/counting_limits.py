"""Counting limits: what each device of a customer has confirmed, and what it may confirm now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sls.domain.business_days import business_day, last_day_in_window, window_start
from sls.domain.errors import AccountUnknown
from sls.domain.factors import Factor
from sls.domain.withdrawals import LimitRow, LimitTable, Usage, limit_kind
from sls.ports import ExchangeCalendar, UnitOfWork
from sls.services.limiting_access import confirming_factors

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DeviceLimit:
    """What one device of a customer may confirm now; `factor` is None for having none at all.

    `window_frees_at` is when the oldest amount leaves the window, or None when it is empty.
    """

    factor: Factor | None
    row: LimitRow
    usage: Usage
    window_frees_at: datetime | None

    @property
    def remaining(self) -> int | None:
        """What is left now, or None where there is no limit or none is known."""
        return self.row.remaining(self.usage) if self.row.is_known else None


@dataclass(frozen=True)
class CustomerLimits:
    """Every device of a customer on one business day, which ends at `day_ends_at`."""

    account_id: str
    today: date
    day_ends_at: datetime
    devices: tuple[DeviceLimit, ...]

    def that_allow(self, amount_cents: int) -> tuple[DeviceLimit, ...]:
        """Return the devices that would confirm this amount now."""
        return tuple(each for each in self.devices if each.row.allows(amount_cents, each.usage))


class CountingLimits:
    """Counts inside the transaction of whoever asks."""

    def __init__(self, calendar: ExchangeCalendar, table: LimitTable) -> None:
        self._calendar = calendar
        self.table = table

    def of_customer(self, unit: UnitOfWork, customer_id: str, now: datetime) -> CustomerLimits:
        """Return the limits of every device that confirms now, or of never having had one.

        Raises:
            AccountUnknown: no such customer, or one without an account.
        """
        account_id = unit.withdrawals.account_of(customer_id)
        if account_id is None:
            raise AccountUnknown
        factors: Sequence[Factor | None] = confirming_factors(unit, customer_id, now)
        if not factors and not unit.temporary_accesses.is_participant(customer_id):
            factors = [None]
        today = self.today(now)
        return CustomerLimits(
            account_id=account_id,
            today=today,
            day_ends_at=self._calendar.start_of(today + _DAY),
            devices=tuple(self.of_device(unit, account_id, each, today) for each in factors),
        )

    def of_device(
        self, unit: UnitOfWork, account_id: str, factor: Factor | None, today: date
    ) -> DeviceLimit:
        """Return the limit of one device; of its two counters the one that binds (X19)."""
        row = self.row(factor)
        since = window_start(today, self._calendar.is_open)
        usage = Usage.of(unit.withdrawals.held_by_account(account_id, row.kind, since), today)
        if factor is not None:
            device_id = unit.withdrawals.device_of(factor.id)
            held = unit.withdrawals.held_by_device(device_id, since)
            usage = usage.at_least(Usage.of(held, today))
        return DeviceLimit(factor, row, usage, self._frees_at(usage.oldest))

    def row(self, factor: Factor | None) -> LimitRow:
        """Return the row of the table that a factor, or having none, counts in."""
        return self.table.row(limit_kind(factor.kind if factor else None))

    def today(self, now: datetime) -> date:
        """Return the business day that a request made now counts on."""
        return business_day(self._calendar.date_at(now), self._calendar.is_open)

    def _frees_at(self, oldest: date | None) -> datetime | None:
        if oldest is None:
            return None
        last_day = last_day_in_window(oldest, self._calendar.is_open)
        return self._calendar.start_of(last_day + _DAY)
