"""Where sends are counted for budgets, and what was refused is counted for operators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sls.domain.budgets import Budget, Conversion, Expense
from sls.domain.factors import Channel
from sls.domain.meters import Refused


@dataclass(frozen=True)
class Converted:
    """Of how many sends to a country, over a channel, how many let somebody in."""

    country: str
    channel: Channel
    sends: int
    used: int


class Expenses(Protocol):
    """Sends as far as budgets count them; each ends with its delivery."""

    def lock(self) -> None:
        """Let nobody else count or spend until the unit ends."""
        ...

    def add(self, expense: Expense) -> None: ...
    def take_back(self, delivery_id: str) -> None:
        """Count a send no more, for it never left."""
        ...

    def spent(self, budgets: Sequence[Budget], expense: Expense) -> Sequence[datetime | None]:
        """Return for each budget when the send was made whose end frees it, or None if it is free.

        The windows end with the expense that is to be made.
        """
        ...

    def fullest(self, budget: Budget, now: datetime) -> int:
        """Return how many sends whoever has spent most of this budget has in its window."""
        ...

    def converted(self, conversion: Conversion, now: datetime) -> Sequence[Converted]: ...


class Refusals(Protocol):
    """Counts of refused sends; nobody's in particular."""

    def note(self, reason: str, channel: Channel) -> None: ...
    def every(self) -> Sequence[Refused]: ...
