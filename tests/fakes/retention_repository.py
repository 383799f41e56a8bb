"""Retention in memory: a purge finds what the test has put in line, an erasure takes a customer."""

from datetime import datetime, timedelta

from sls.domain.retention import Kept
from sls.domain.withdrawals import WithdrawalState
from tests.fakes.database import Store


class MemoryRetentionStore:
    """What to take out is the business of the real one; here only how often and for whom."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin_purge(self, now: datetime, every: timedelta) -> bool:
        last = self._store.purge_started_at
        if last is not None and last > now - every:
            return False
        self._store.purge_started_at = now
        return True

    def purge(self, kept: Kept, before: datetime, limit: int) -> int:
        self._store.purged.append((kept, before))
        left = self._store.to_purge.get(kept, 0)
        self._store.to_purge[kept] = max(0, left - limit)
        return min(left, limit)

    def has_open_withdrawals(self, customer_id: str) -> bool:
        return any(
            each.customer_id == customer_id and each.state is WithdrawalState.REQUESTED
            for each in self._store.withdrawals.values()
        )

    def erase(self, customer_id: str, name_digest: bytes, husk: str, now: datetime) -> None:
        self._store.customers.pop(customer_id, None)
