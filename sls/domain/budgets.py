"""Budgets: how many sends anybody may cost us, whoever asks for them (A15, A16, A39).

A send counts for the number it goes to, the block of numbers that one is of, its country, the
customer and everybody. What was used to log in is given back, but for everybody's budget: bills are
paid for those, too. What went to a number that nobody proved to be theirs has budgets of its own
and counts for no other: whoever forges the numbers they call from denies nobody a code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.factors import Channel

# A block of ten thousand numbers is what is rented for pumping.
_LAST_DIGITS = 4


class BudgetScope(StrEnum):
    """Whose sends a budget counts."""

    NUMBER = "number"
    PREFIX = "prefix"
    COUNTRY = "country"
    ACCOUNT = "account"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Budget:
    """So many sends over a channel in a window."""

    scope: BudgetScope
    channel: Channel
    sends: int
    window: timedelta
    # Counts what went to numbers that nobody proved, and nothing else; or all but that.
    is_unproved: bool = False

    @property
    def gives_back(self) -> bool:
        """Whether a send that let somebody in does not count."""
        return self.scope is not BudgetScope.EVERYBODY

    @property
    def name(self) -> str:
        """The name under which operators read of it."""
        whose = f"unproved_{self.scope}" if self.is_unproved else self.scope
        return f"{whose}_{self.channel}_{self.window // timedelta(minutes=1)}m"


@dataclass(frozen=True)
class Conversion:
    """From `least` sends in a `window` on, a `share` of them should let somebody in (A15)."""

    least: int
    share: float
    window: timedelta


@dataclass(frozen=True)
class SpendingRules:
    """Every budget, and what is suspiciously little use of what was sent."""

    budgets: Sequence[Budget]
    conversion: Conversion


@dataclass(frozen=True)
class Expense:
    """One send, by everything that it counts for; `login_id` is what its code opens.

    Who is not known is the account of the number that shows.
    """

    delivery_id: str
    login_id: str
    customer_id: str
    number: str
    prefix: str
    country: str
    channel: Channel
    spent_at: datetime

    @property
    def is_unproved(self) -> bool:
        """Whether nobody proved that the number is theirs."""
        return self.customer_id == self.number

    def key(self, scope: BudgetScope) -> str | None:
        """Return whose budget of this scope it counts towards; None is everybody's."""
        return {
            BudgetScope.NUMBER: self.number,
            BudgetScope.PREFIX: self.prefix,
            BudgetScope.COUNTRY: self.country,
            BudgetScope.ACCOUNT: self.customer_id,
        }.get(scope)


def prefix_of(number: str) -> str:
    """Return the block that a number is of: all but its last four digits."""
    return number[:-_LAST_DIGITS]
