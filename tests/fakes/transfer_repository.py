"""The twin of the repository of calls that are put through, in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sls.domain.transfers import Transfer
from tests.fakes.database import insert


class MemoryTransfers:
    """Holds the transfers, by their opaque names."""

    def __init__(self, store: dict[str, Transfer]) -> None:
        self._store = store

    def get(self, transfer_id: str) -> Transfer | None:
        return self._store.get(transfer_id)

    def add(self, transfer: Transfer) -> None:
        insert(self._store, transfer.id, transfer)

    def latest_of(self, sid: str) -> Transfer | None:
        theirs = _newest_first(each for each in self._store.values() if each.sid == sid)
        return theirs[0] if theirs else None

    def since(self, moment: datetime) -> Sequence[Transfer]:
        return _newest_first(each for each in self._store.values() if each.started_at > moment)


def _newest_first(transfers: Iterable[Transfer]) -> list[Transfer]:
    return sorted(transfers, key=lambda each: (-each.started_at.timestamp(), each.id))
