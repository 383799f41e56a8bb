"""A tracker store that forgets, so that a turn costs the same however long a session lasts."""

from typing import Any, Iterable, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class ForgetfulTrackerStore(TrackerStore):
    """Keep no event: all state of a conversation is in the application's database."""

    def __init__(
        self,
        host: Optional[EndpointConfig] = None,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        """Accept what Rasa passes to a store named by module path; `host` has no use here."""
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Publish the events to a broker, when there is one, and drop them."""
        await self.stream_events(tracker)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Know nobody."""
        return None

    async def keys(self) -> Iterable[Text]:
        """Return no conversation."""
        return []
