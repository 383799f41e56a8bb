"""Handing over: what may leave for the provider, when, and when again (F2, A18, A24).

The bucket and the breaker of a channel are rows that every worker and the web read alike.
"""

from datetime import datetime, timedelta

from sls.domain.breakers import BreakerRules, BreakerState
from sls.domain.deliveries import Delivery
from sls.domain.errors import GatewayError
from sls.domain.factors import Channel
from sls.domain.pacing import Pacing
from sls.ports import Randomness, UnitOfWork

DOWN, FULL = "channel_down", "line_full"
# The pause after the first try that was turned away; each further one is twice as long.
FIRST_PAUSE = timedelta(seconds=0.2)
# So much of it, up or down, is chance, or all who were turned away would come back together.
_JITTER = 0.1
_DIGITS = 3


class HandingOver:
    """Keeps the pace and the breakers, inside the transaction of whoever asks."""

    def __init__(self, pacing: Pacing, breakers: BreakerRules, randomness: Randomness) -> None:
        self._pacing = pacing
        self._breakers = breakers
        self._randomness = randomness

    def refusal(self, unit: UnitOfWork, channel: Channel, now: datetime) -> str | None:
        """Return why nothing more should be queued for a channel, or None.

        A breaker that is half open lets people in: somebody has to be the probe.
        """
        if unit.trunks.peek(channel).state(now, self._breakers) is BreakerState.OPEN:
            return DOWN
        if channel is not Channel.VOICE:
            return None
        ahead = unit.deliveries.count_waiting(channel, now)
        return None if self._pacing.is_in_time(ahead) else FULL

    def room(self, unit: UnitOfWork, now: datetime, most: int) -> dict[Channel, int]:
        """Return how many of so many may leave now, over each channel that lets any through."""
        rooms = {each: self._room(unit, each, now, most) for each in Channel}
        return {channel: room for channel, room in rooms.items() if room > 0}

    def order_leaves(self, unit: UnitOfWork, channel: Channel, now: datetime) -> None:
        """Note that a worker is about to hand something over."""
        if channel is Channel.VOICE:
            unit.trunks.bucket(channel, now, self._pacing).take(now, self._pacing)
        unit.trunks.breaker(channel).order_leaves(now)

    def hold(self, unit: UnitOfWork, now: datetime) -> None:
        """Hold every bucket and breaker, in the order of claims, to note several answers."""
        self.room(unit, now, 1)

    def succeeded(self, unit: UnitOfWork, channel: Channel, now: datetime) -> None:
        """Note that the provider took what it was handed."""
        unit.trunks.breaker(channel).succeeded(now, self._breakers)

    def failed(
        self, unit: UnitOfWork, channel: Channel, error: GatewayError, now: datetime
    ) -> None:
        """Note that it did not; a number that it refuses says nothing of the provider itself."""
        is_throttled = error.is_throttling and error.retry_after is not None
        if is_throttled and channel is Channel.VOICE:
            until = now + (error.retry_after or timedelta(0))
            unit.trunks.bucket(channel, now, self._pacing).stay_empty(until)
        if not error.is_throttling and (error.is_retryable or error.is_outcome_unknown):
            unit.trunks.breaker(channel).failed(now, self._breakers)

    def pause(self, delivery: Delivery, error: GatewayError, now: datetime) -> timedelta | None:
        """Return how long to wait before the next try, or None where none is worth while."""
        if not error.is_retryable:
            return None
        chance = int(self._randomness.digits(_DIGITS)) / 10**_DIGITS
        factor = 1 + _JITTER * (2 * chance - 1)
        pause = FIRST_PAUSE * 2 ** max(0, delivery.tries - 1) * factor
        if error.retry_after is not None:
            pause = max(pause, error.retry_after)
        return pause if now + pause < self._deadline(delivery) else None

    def _deadline(self, delivery: Delivery) -> datetime:
        """Return until when it may be tried: a call is promised within a minute."""
        if delivery.channel is Channel.VOICE:
            return min(delivery.expires_at, delivery.created_at + self._pacing.within)
        return delivery.expires_at

    def _room(self, unit: UnitOfWork, channel: Channel, now: datetime, most: int) -> int:
        if channel is Channel.VOICE:
            bucket = unit.trunks.bucket(channel, now, self._pacing)
            most = min(most, bucket.room(now, self._pacing))
        return unit.trunks.breaker(channel).room(now, self._breakers, most)
