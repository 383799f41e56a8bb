"""The way to the provider, in memory."""

from datetime import datetime

from sls.domain.breakers import Breaker
from sls.domain.factors import Channel
from sls.domain.pacing import Bucket, Pacing, full_bucket
from tests.fakes.database import Store


class MemoryTrunks:
    """A bucket and a breaker for each channel."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def bucket(self, channel: Channel, now: datetime, pacing: Pacing) -> Bucket:
        return self._store.buckets.setdefault(channel, full_bucket(channel, now, pacing))

    def peek(self, channel: Channel) -> Breaker:
        return self.breaker(channel)

    def breaker(self, channel: Channel) -> Breaker:
        return self._store.breakers.setdefault(channel, Breaker(channel))
