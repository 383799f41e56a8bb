"""What operators are shown of sends, in figures, and which of them are alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sls.domain.breakers import BreakerState
from sls.domain.deliveries import DeliveryState
from sls.domain.factors import Channel

# At so long a way from asking to ringing people begin to give up.
LATE_RING = timedelta(seconds=30)
_MOST = 0.95


class Alarm(StrEnum):
    """What somebody should look at; `docs/operations.md` says what to do."""

    NUMBER_BUDGET = "number_budget"
    PREFIX_BUDGET = "prefix_budget"
    COUNTRY_BUDGET = "country_budget"
    ACCOUNT_BUDGET = "account_budget"
    EVERYBODY_BUDGET = "everybody_budget"
    UNPROVED_ANSWERS = "unproved_answers"
    LOW_CONVERSION = "low_conversion"
    BREAKER = "breaker"
    LATE_RINGING = "late_ringing"
    OUTBOX_WAITS = "outbox_waits"
    NO_WORKER = "no_worker"


@dataclass(frozen=True)
class Outcome:
    """How many sends over a channel to a country stand like this."""

    channel: Channel
    country: str
    state: DeliveryState
    count: int


@dataclass(frozen=True)
class Waiting:
    """How many sends over a channel have not left, and since when the oldest has waited."""

    channel: Channel
    count: int
    longest: timedelta


@dataclass(frozen=True)
class BudgetUse:
    """The most that anybody has spent of a budget, beside what it allows."""

    name: str
    spent: int
    allowed: int


@dataclass(frozen=True)
class ConversionRate:
    """Which share of the sends over a channel to a country let somebody in."""

    country: str
    channel: Channel
    share: float


@dataclass(frozen=True)
class Refused:
    """How often sends over a channel were refused for a reason, since ever."""

    reason: str
    channel: Channel
    count: int


@dataclass(frozen=True)
class Figures:
    """Everything at one moment; nothing in it is anybody's in particular."""

    outcomes: Sequence[Outcome]
    rings: Sequence[timedelta]
    waiting: Sequence[Waiting]
    refused: Sequence[Refused]
    budgets: Sequence[BudgetUse]
    conversions: Sequence[ConversionRate]
    breakers: Mapping[Channel, BreakerState]
    alarms: Mapping[Alarm, bool]


def are_late(rings: Sequence[timedelta]) -> bool:
    """Whether of the calls that rang more than one in twenty did so late."""
    if not rings:
        return False
    ordered = sorted(rings)
    return ordered[min(len(ordered) - 1, int(len(ordered) * _MOST))] > LATE_RING
