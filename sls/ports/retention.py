"""Taking out what is over, and one customer's data before its time."""

from datetime import datetime, timedelta
from typing import Protocol

from sls.domain.retention import Kept


class RetentionStore(Protocol):
    """Every table with personal data, within one unit of work."""

    def begin_purge(self, now: datetime, every: timedelta) -> bool:
        """Begin a purge if the last one was long enough ago; only one caller gets True."""
        ...

    def purge(self, kept: Kept, before: datetime, limit: int) -> int:
        """Take out rows of one kind that were over before a moment, with whatever belongs to them.

        Returns how many rows, not counting what belongs to them; less than `limit` of each table
        says that nothing is left to do.
        """
        ...

    def has_open_withdrawals(self, customer_id: str) -> bool: ...
    def erase(self, customer_id: str, name_digest: bytes, husk: str, now: datetime) -> None:
        """Take out everything of a customer.

        Withdrawals stay until their own period is over, and with them a row that bears the name
        `husk` in place of the customer's.
        """
        ...
