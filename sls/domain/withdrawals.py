"""Withdrawals and their limits: the device that confirms a withdrawal decides (T5, X18 to X20).

Money is whole cents of US dollars. Two counters hold for every withdrawal: what the account has
confirmed with this kind of device, and what this very device has confirmed for any account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sls.domain.errors import AmountInvalid, LimitUnknown, WrongState
from sls.domain.factors import FactorKind

# Far beyond any account; it keeps every sum inside the database's integers.
MAX_AMOUNT_CENTS = 10**13
# A value of an utterance: a choice of several texts, which each language joins its own way.
EITHER = "list.either"


class LimitKind(StrEnum):
    """Every row of the table of limits (F23 to F30)."""

    DSC_PLUS = "dsc_plus"
    IB_KEY = "ib_key"
    SMS = "sms"
    TEMPORARY_PASSCODE = "temporary_passcode"
    ONLINE_CARD = "online_card"
    NONE = "none"
    SECURITY_CODE_CARD = "security_code_card"
    DSC = "dsc"
    GOLD = "gold"
    PLATINUM = "platinum"
    VOICE = "voice"


class WithdrawalState(StrEnum):
    """Where a withdrawal stands."""

    REQUESTED = "requested"  # confirmed by a device; its amount is reserved
    EXECUTED = "executed"  # paid out
    CANCELLED = "cancelled"
    FAILED = "failed"


_S = WithdrawalState
# What counts against the limits; every other state has released its amount.
HOLDING = frozenset({_S.REQUESTED, _S.EXECUTED})
_ONWARD: dict[WithdrawalState, frozenset[WithdrawalState]] = {
    _S.REQUESTED: frozenset({_S.EXECUTED, _S.CANCELLED, _S.FAILED}),
    _S.EXECUTED: frozenset({_S.FAILED}),  # the bank sent it back
}


@dataclass
class Withdrawal:
    """One withdrawal of one user of an account, with the device that confirmed it.

    `kind` is the row of limits it counts in; `business_day` is the day it counts on, for good.
    `key` is the caller's own name for it, under which the same request is taken only once.
    """

    id: str
    account_id: str
    customer_id: str
    key: str
    amount_cents: int
    state: WithdrawalState
    kind: LimitKind
    confirmed_by: FactorKind | None
    factor_id: str | None
    device_id: str | None
    business_day: date
    created_at: datetime
    changed_at: datetime

    def move(self, state: WithdrawalState, now: datetime) -> None:
        """Take a step onward; hearing again where it stands changes nothing, on purpose.

        Raises:
            WrongState: there is no such step from here.
        """
        if state is self.state:
            return
        if state not in _ONWARD.get(self.state, frozenset()):
            raise WrongState
        self.state = state
        self.changed_at = now


@dataclass(frozen=True)
class Usage:
    """What is used up of a limit: on one business day, and in the five that end with it.

    `oldest` is the first of those days with anything used, and so the first to be free again.
    """

    day_cents: int = 0
    window_cents: int = 0
    oldest: date | None = None

    @classmethod
    def of(cls, by_day: Mapping[date, int], today: date) -> "Usage":
        """Return the usage of a day, from the sums of the days of its window.

        Days after `today` count in the window too: around midnight a process whose clock is
        behind must not overlook what another one has just reserved.
        """
        days = [day for day, cents in by_day.items() if cents > 0]
        return cls(by_day.get(today, 0), sum(by_day.values()), min(days, default=None))

    def at_least(self, other: "Usage") -> "Usage":
        """Return the larger of two counters, which is the one that binds."""
        return Usage(
            max(self.day_cents, other.day_cents),
            max(self.window_cents, other.window_cents),
            min(filter(None, (self.oldest, other.oldest)), default=None),
        )


@dataclass(frozen=True)
class LimitRow:
    """What one kind of device may confirm per day and per five business days.

    No figure means unlimited, unless the figures are not known (X33). `is_issued` is false for
    devices that customers still use but can no longer get. `counts_as` is another row where this
    one is only another name for it.
    """

    kind: LimitKind
    day_cents: int | None
    window_cents: int | None
    is_known: bool
    is_issued: bool
    source: str
    counts_as: LimitKind

    @property
    def is_unlimited(self) -> bool:
        """Nothing this device confirms is too much."""
        return self.is_known and self.day_cents is None and self.window_cents is None

    def remaining(self, usage: Usage) -> int | None:
        """Return how much may still be confirmed now, or None without a limit.

        Raises:
            LimitUnknown: nobody knows.
        """
        if not self.is_known:
            raise LimitUnknown(self.kind)
        left = [
            limit - used
            for limit, used in (
                (self.day_cents, usage.day_cents),
                (self.window_cents, usage.window_cents),
            )
            if limit is not None
        ]
        return max(0, min(left)) if left else None

    def allows(self, amount_cents: int, usage: Usage | None = None) -> bool:
        """Whether this device may confirm an amount now; exactly the limit is allowed."""
        if not self.is_known:
            return False
        remaining = self.remaining(usage or Usage())
        return remaining is None or amount_cents <= remaining


@dataclass(frozen=True)
class LimitTable:
    """The rows of the table, in the order in which they are told."""

    rows: tuple[LimitRow, ...]

    def row(self, kind: LimitKind) -> LimitRow:
        """Return the row of a kind."""
        return next(row for row in self.rows if row.kind is kind)

    def that_allow(self, amount_cents: int) -> tuple[LimitRow, ...]:
        """Return the rows that allow an amount on a day on which nothing else was withdrawn."""
        return tuple(
            row for row in self.rows if row.counts_as is row.kind and row.allows(amount_cents)
        )


def limit_kind(kind: FactorKind | None) -> LimitKind:
    """Return the row of a second factor: IB Key is one for both phones; without one it is none.

    A code read out by voice is the SMS factor's (F30), and no factor of its own.
    """
    if kind is None:
        return LimitKind.NONE
    if kind in (FactorKind.IB_KEY_IOS, FactorKind.IB_KEY_ANDROID):
        return LimitKind.IB_KEY
    return LimitKind(kind.value)


def checked_amount(amount_cents: object) -> int:
    """Return an amount that can be withdrawn.

    Raises:
        AmountInvalid: it is no whole number of cents, not positive, or beyond all reason.
    """
    if not isinstance(amount_cents, int) or isinstance(amount_cents, bool):
        raise AmountInvalid
    if not 0 < amount_cents <= MAX_AMOUNT_CENTS:
        raise AmountInvalid
    return amount_cents
