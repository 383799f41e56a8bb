"""The twin of the requests to be called back, in memory."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.help_requests import HelpRequest


class MemoryHelpRequests:
    """Holds requests by id; one open request for each customer."""

    def __init__(self, store: dict[str, HelpRequest]) -> None:
        self._store = store

    def get(self, request_id: str) -> HelpRequest | None:
        return self._store.get(request_id)

    def add(self, request: HelpRequest) -> None:
        assert self.open_of(request.customer_id) is None, "one open request for each customer"
        self._store[request.id] = request

    def lock(self, customer_id: str) -> None:
        """Nobody else is here."""

    def open_of(self, customer_id: str) -> HelpRequest | None:
        return next((each for each in self.all_open() if each.customer_id == customer_id), None)

    def all_open(self) -> Sequence[HelpRequest]:
        found = [each for each in self._store.values() if each.is_open]
        return sorted(found, key=lambda request: (request.due_at, request.id))

    def count_since(self, customer_id: str, since: datetime) -> int:
        theirs = [each for each in self._store.values() if each.customer_id == customer_id]
        return len([each for each in theirs if each.created_at > since])
