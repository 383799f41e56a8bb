"""Where calls that are put through to people of ours are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sls.domain.transfers import Transfer


class Transfers(Protocol):
    """Transfers, under way and over."""

    def get(self, transfer_id: str) -> Transfer | None:
        """Return a transfer; in a unit that writes nobody else changes it until the end."""
        ...

    def add(self, transfer: Transfer) -> None: ...
    def latest_of(self, sid: str) -> Transfer | None:
        """Return the newest transfer of a call, held like `get`."""
        ...

    def since(self, moment: datetime) -> Sequence[Transfer]:
        """Return those that began since a moment, the newest first."""
        ...
