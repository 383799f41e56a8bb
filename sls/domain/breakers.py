"""A breaker stands between us and the provider, one for each channel.

closed ──too many failures──▶ open ──`pause`──▶ half open: one probe ──▶ closed, or open again

While it is open people are told so at once, and what waits in the outbox waits on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.deliveries import LONGEST_ORDER
from sls.domain.factors import Channel

# A probe of which nobody told the end is over by then.
PROBE_LASTS = LONGEST_ORDER


class BreakerState(StrEnum):
    """How a breaker stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class BreakerRules:
    """When it opens: `in_a_row` failures, or a `share` of at least `least` orders in a `window`.

    Half of the orders in two minutes, and five at least, is what campaign diallers use.
    """

    in_a_row: int = 5
    share: float = 0.5
    least: int = 5
    window: timedelta = timedelta(seconds=120)
    pause: timedelta = timedelta(seconds=30)


@dataclass
class Breaker:
    """The breaker of one channel, and what it has counted."""

    channel: Channel
    in_a_row: int = 0
    orders: int = 0
    failures: int = 0
    since: datetime | None = None
    opened_at: datetime | None = None
    probing_until: datetime | None = None

    def state(self, now: datetime, rules: BreakerRules) -> BreakerState:
        """Return how it stands."""
        if self.opened_at is None:
            return BreakerState.CLOSED
        is_pausing = now < self.opened_at + rules.pause
        return BreakerState.OPEN if is_pausing else BreakerState.HALF_OPEN

    def room(self, now: datetime, rules: BreakerRules, most: int) -> int:
        """Return how many of so many orders may go to the provider now; when half open, one."""
        state = self.state(now, rules)
        if state is BreakerState.CLOSED:
            return most
        is_probing = self.probing_until is not None and now < self.probing_until
        return 0 if state is BreakerState.OPEN or is_probing else 1

    def order_leaves(self, now: datetime) -> None:
        """Note that an order goes to the provider: when half open, it is the probe."""
        if self.opened_at is not None:
            self.probing_until = now + PROBE_LASTS

    def succeeded(self, now: datetime, rules: BreakerRules) -> None:
        """Note that the provider took an order; whenever that order left, it works again."""
        if self.opened_at is not None:
            self.opened_at = self.probing_until = self.since = None
        self.in_a_row = 0
        self._count(now, rules)

    def failed(self, now: datetime, rules: BreakerRules) -> None:
        """Note that the provider did not take an order."""
        if self.opened_at is not None:
            if self.probing_until is not None:
                self._open(now)
            return
        self.in_a_row += 1
        self._count(now, rules)
        self.failures += 1
        is_share = self.orders >= rules.least and self.failures >= rules.share * self.orders
        if self.in_a_row >= rules.in_a_row or is_share:
            self._open(now)

    def _count(self, now: datetime, rules: BreakerRules) -> None:
        if self.since is None or now >= self.since + rules.window:
            self.since, self.orders, self.failures = now, 0, 0
        self.orders += 1

    def _open(self, now: datetime) -> None:
        self.opened_at, self.probing_until = now, None
        self.in_a_row = 0
