"""Counts over the outbox, in memory."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sls.domain.deliveries import DeliveryState
from sls.domain.factors import Channel
from sls.domain.meters import Outcome, Waiting
from tests.fakes.database import Store

_UNSENT = (DeliveryState.QUEUED, DeliveryState.CLAIMED)


class MemoryMeters:
    """Deliveries in figures."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def outcomes(self, since: datetime) -> Sequence[Outcome]:
        countries = {each.delivery_id: each.country for each in self._store.expenses}
        counts = Counter(
            (each.channel, countries.get(each.id, ""), each.state)
            for each in self._store.deliveries.values()
            if each.created_at > since
        )
        return [Outcome(*key, counts[key]) for key in sorted(counts)]

    def rings(self, since: datetime) -> Sequence[timedelta]:
        rang = [
            (each.created_at, each.ringing_at)
            for each in self._store.deliveries.values()
            if each.channel is Channel.VOICE and each.created_at > since and each.ringing_at
        ]
        return [at - asked_at for asked_at, at in sorted(rang)]

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        unsent = [
            each
            for each in self._store.deliveries.values()
            if each.state in _UNSENT and each.expires_at > now
        ]
        return [
            Waiting(channel, len(mine), now - min(each.created_at for each in mine))
            for channel in sorted(Channel)
            if (mine := [each for each in unsent if each.channel is channel])
        ]
