"""The repository of withdrawals, accounts and shared devices, in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from sls.domain.withdrawals import HOLDING, LimitKind, Withdrawal
from tests.fakes.database import Store, insert, not_unique, only


class MemoryWithdrawals:
    """Withdrawals; the unit of work is its own lock, for there is one writer at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, withdrawal_id: str) -> Withdrawal | None:
        return self._store.withdrawals.get(withdrawal_id)

    def get_to_change(self, withdrawal_id: str) -> Withdrawal | None:
        return self.get(withdrawal_id)

    def by_key(self, customer_id: str, key: str) -> Withdrawal | None:
        rows = self._store.withdrawals.values()
        return only(e for e in rows if (e.customer_id, e.key) == (customer_id, key))

    def add(self, withdrawal: Withdrawal) -> None:
        if self.by_key(withdrawal.customer_id, withdrawal.key) is not None:
            raise not_unique()
        insert(self._store.withdrawals, withdrawal.id, withdrawal)

    def account_of(self, customer_id: str) -> str | None:
        return self._store.accounts.get(customer_id)

    def device_of(self, factor_id: str) -> str:
        return self._store.shared_devices.get(factor_id, factor_id)

    def lock(self, account_id: str, device_id: str | None) -> None:
        """Do nothing: nobody else is in this unit of work."""

    def held_by_account(self, account_id: str, kind: LimitKind, since: date) -> Mapping[date, int]:
        rows = self._store.withdrawals.values()
        of_account = [e for e in rows if (e.account_id, e.kind) == (account_id, kind)]
        return _sums(of_account, since)

    def held_by_device(self, device_id: str, since: date) -> Mapping[date, int]:
        rows = self._store.withdrawals.values()
        return _sums([each for each in rows if each.device_id == device_id], since)


def _sums(rows: Iterable[Withdrawal], since: date) -> Mapping[date, int]:
    sums: Counter[date] = Counter()
    for row in rows:
        if row.business_day >= since and row.state in HOLDING:
            sums[row.business_day] += row.amount_cents
    return sums
