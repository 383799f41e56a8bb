"""A tracker store that forgets, so that a turn costs the same however long a session lasts."""

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class ForgetfulTrackerStore(TrackerStore):
    """Keep no event: all state of a conversation is in the application's database."""

    def __init__(
        self,
        host: EndpointConfig | None = None,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Accept what Rasa passes to a store named by module path; `host` has no use here."""
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Publish the events to a broker, when there is one, and drop them."""
        await self.stream_events(tracker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Know nobody."""
        return None

    async def keys(self) -> Iterable[str]:
        """Return no conversation."""
        return []
