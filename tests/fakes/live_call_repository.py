"""The twin of the repository of live calls."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.deliveries import NOT_RUNG_YET, ON_THE_LINE, Delivery
from sls.domain.factors import Channel
from tests.fakes.database import Store


class MemoryLiveCalls:
    """Deliveries by voice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def unneeded(self, now: datetime) -> Sequence[str]:
        return [
            each.id
            for each in self._live()
            if each.state in ON_THE_LINE
            and each.connected_at is None
            and each.provider_sid is not None
            and each.code_id is not None
            and not self._store.codes[each.code_id].is_live(now)
        ]

    def to_hang_up(self, now: datetime) -> Sequence[str]:
        every = self._store.deliveries.values()
        return [e.id for e in every if e.hang_up_at is not None and e.hang_up_at <= now]

    def slow(self, before: datetime) -> Sequence[str]:
        return [
            each.id
            for each in self._live()
            if each.state in NOT_RUNG_YET
            and each.created_at <= before
            and each.slow_since is None
            and each.follows is None
            and each.conversation_id is not None
        ]

    def _live(self) -> list[Delivery]:
        every = self._store.deliveries.values()
        return [each for each in every if each.channel is Channel.VOICE and not each.is_over]
