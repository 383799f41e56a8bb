"""Listening: the stream of events, as one reader sees it on behalf of every open page."""

from collections.abc import Sequence

from sls.domain.conversations import Event
from sls.ports import UnitsOfWork

BATCH = 500


class Listening:
    """Reads the events of all conversations in order."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    def newest(self) -> int:
        """Return the id of the newest event."""
        with self._units.read() as unit:
            return unit.conversations.last_event_id()

    def after(self, event_id: int) -> Sequence[Event]:
        """Return the next events, oldest first."""
        with self._units.read() as unit:
            return unit.conversations.all_events_after(event_id, BATCH)
