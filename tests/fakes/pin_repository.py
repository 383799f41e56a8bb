"""The repository of changes and resets of PINs, in memory."""

from datetime import datetime

from sls.domain.pins import PinChange, PinChangeState, PinReset
from tests.fakes.database import Store, insert


class MemoryPins:
    """Changes and resets of PINs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, change_id: str) -> PinChange | None:
        return self._store.pin_changes.get(change_id)

    def add(self, change: PinChange) -> None:
        insert(self._store.pin_changes, change.id, change)

    def end_pending(self, factor_id: str, now: datetime) -> None:
        for each in self._store.pin_changes.values():
            if each.factor_id == factor_id and each.state is PinChangeState.PENDING:
                each.state, each.changed_at, each.sealed_pin = PinChangeState.EXPIRED, now, None

    def charge_attempt(self, change_id: str, now: datetime) -> bool:
        change = self.get(change_id)
        if change is None or not change.is_live(now):
            return False
        change.attempts += 1
        return True

    def add_reset(self, reset: PinReset) -> None:
        insert(self._store.pin_resets, reset.id, reset)
