"""Requests that carry a key of their caller's, in memory."""

from dataclasses import replace
from datetime import datetime

from sls.ports.idempotency import RememberedRequest
from tests.fakes.database import Store


class MemoryRememberedRequests:
    """One row for each key of each caller."""

    def __init__(self, store: Store) -> None:
        self._rows = store.remembered_requests

    def get(self, caller: str, key: str) -> RememberedRequest | None:
        return self._rows.get((caller, key))

    def begin(self, request: RememberedRequest) -> bool:
        name = (request.caller, request.key)
        return name not in self._rows and self._put(request)

    def take_over(self, request: RememberedRequest, now: datetime) -> bool:
        found = self._rows.get((request.caller, request.key))
        is_left = found is not None and found.status is None
        if found is None or not is_left or found.begun_at != request.begun_at:
            return False
        return self._put(replace(found, begun_at=now))

    def finish(self, caller: str, key: str, status: int, sealed_body: bytes | None) -> None:
        found = self._rows.get((caller, key))
        if found is not None:
            self._put(replace(found, status=status, sealed_body=sealed_body))

    def forget(self, caller: str, key: str) -> None:
        self._rows.pop((caller, key), None)

    def forget_before(self, moment: datetime) -> int:
        over = [name for name, row in self._rows.items() if row.begun_at <= moment]
        for name in over:
            del self._rows[name]
        return len(over)

    def _put(self, request: RememberedRequest) -> bool:
        self._rows[(request.caller, request.key)] = request
        return True
