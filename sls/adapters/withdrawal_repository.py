"""The repository of withdrawals, accounts and shared devices, on SQLAlchemy."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.locks import held, hold_row
from sls.domain.withdrawals import HOLDING, LimitKind, Withdrawal


class SqlWithdrawals:
    """Withdrawals; what holds is summed by the database, after the locks are taken."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, withdrawal_id: str) -> Withdrawal | None:
        return self._session.get(Withdrawal, withdrawal_id)

    def get_to_change(self, withdrawal_id: str) -> Withdrawal | None:
        return held(self._session, Withdrawal, withdrawal_id)

    def by_key(self, customer_id: str, key: str) -> Withdrawal | None:
        withdrawal = tables.withdrawals.c
        wanted = (withdrawal.customer_id == customer_id) & (withdrawal.key == key)
        return self._session.scalars(select(Withdrawal).where(wanted)).one_or_none()

    def add(self, withdrawal: Withdrawal) -> None:
        self._session.add(withdrawal)
        self._session.flush()

    def account_of(self, customer_id: str) -> str | None:
        user = tables.account_users.c
        return self._session.scalar(select(user.account_id).where(user.customer_id == customer_id))

    def device_of(self, factor_id: str) -> str:
        shared = tables.shared_devices.c
        query = select(shared.device_id).where(shared.factor_id == factor_id)
        return self._session.scalar(query) or factor_id

    def lock(self, account_id: str, device_id: str | None) -> None:
        """Lock the rows of the account and then the device's, always in this order."""
        for table, row_id in ((tables.accounts, account_id), (tables.factors, device_id)):
            hold_row(self._session, table, row_id)

    def held_by_account(self, account_id: str, kind: LimitKind, since: date) -> Mapping[date, int]:
        withdrawal = tables.withdrawals.c
        return self._held((withdrawal.account_id == account_id) & (withdrawal.kind == kind), since)

    def held_by_device(self, device_id: str, since: date) -> Mapping[date, int]:
        return self._held(tables.withdrawals.c.device_id == device_id, since)

    def _held(self, condition: ColumnElement[bool], since: date) -> dict[date, int]:
        withdrawal = tables.withdrawals.c
        query = (
            select(withdrawal.business_day, func.sum(withdrawal.amount_cents))
            .where(condition, withdrawal.business_day >= since, withdrawal.state.in_(HOLDING))
            .group_by(withdrawal.business_day)
        )
        # PostgreSQL sums whole numbers as numeric.
        return {day: int(cents) for day, cents in self._session.execute(query)}
