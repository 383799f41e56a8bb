"""Where requests to be called back are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sls.domain.help_requests import HelpRequest


class HelpRequests(Protocol):
    """Requests to be called back, open and over."""

    def get(self, request_id: str) -> HelpRequest | None:
        """Return a request; in a unit that writes nobody else changes it until the end."""
        ...

    def add(self, request: HelpRequest) -> None: ...
    def lock(self, customer_id: str) -> None:
        """Let nobody else ask for this customer until the unit ends."""
        ...

    def open_of(self, customer_id: str) -> HelpRequest | None:
        """Return the one open request of a customer."""
        ...

    def all_open(self) -> Sequence[HelpRequest]:
        """Return every open request, the first due first."""
        ...

    def count_since(self, customer_id: str, since: datetime) -> int:
        """Return how many a customer has asked for since a moment, whatever became of them."""
        ...
