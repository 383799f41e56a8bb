"""What all workers and the web know together of the way to the provider."""

from datetime import datetime
from typing import Protocol

from sls.domain.breakers import Breaker
from sls.domain.factors import Channel
from sls.domain.pacing import Bucket, Pacing


class Trunks(Protocol):
    """A bucket and a breaker for each channel; one that a writing unit gets is nobody else's.

    A unit that changes both gets the bucket first.
    """

    def bucket(self, channel: Channel, now: datetime, pacing: Pacing) -> Bucket:
        """Return the bucket of a channel, a full one at first."""
        ...

    def peek(self, channel: Channel) -> Breaker:
        """Return the breaker of a channel to look at, though others may change it meanwhile."""
        ...

    def breaker(self, channel: Channel) -> Breaker:
        """Return the breaker of a channel, a closed one at first."""
        ...
