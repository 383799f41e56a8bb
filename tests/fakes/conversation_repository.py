"""The repository of conversations, their turns and their events, in memory."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from sls.domain.conversations import Conversation, Event, TurnRecord
from tests.fakes.database import Store, insert, only

_JSON_VALUES = ("pending", "answers", "walks")


class MemoryConversations:
    """Conversations, turns and events."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._snapshots = {each.id: _json_values(each) for each in store.conversations.values()}

    def get(self, conversation_id: str) -> Conversation | None:
        return self._store.conversations.get(conversation_id)

    def by_bearer(self, bearer_digest: str) -> Conversation | None:
        conversations = self._store.conversations.values()
        return only(each for each in conversations if each.bearer_digest == bearer_digest)

    def add(self, conversation: Conversation) -> None:
        insert(self._store.conversations, conversation.id, conversation)
        self._snapshots[conversation.id] = _json_values(conversation)

    def of_login(self, login_id: str) -> Sequence[Conversation]:
        return [e for e in self._store.conversations.values() if e.login_id == login_id]

    def turn(self, conversation_id: str, client_id: str) -> TurnRecord | None:
        return self._store.turns.get((conversation_id, client_id))

    def add_turn(self, turn: TurnRecord) -> None:
        insert(self._store.turns, (turn.conversation_id, turn.client_id), turn)

    def add_event(self, event: Event) -> None:
        event.id = self.last_event_id() + 1
        self._store.events.append(event)

    def events_after(self, conversation_id: str, after: int) -> Sequence[Event]:
        return [
            each
            for each in self.all_events_after(after, len(self._store.events))
            if each.conversation_id == conversation_id
        ]

    def recent_messages(self, conversation_id: str, limit: int) -> Sequence[Event]:
        events = reversed(self.events_after(conversation_id, 0))
        return [each for each in events if each.kind == "message"][:limit]

    def events_of_turn(self, conversation_id: str, client_id: str) -> Sequence[Event]:
        return [e for e in self.events_after(conversation_id, 0) if e.turn == client_id]

    def all_events_after(self, after: int, limit: int) -> Sequence[Event]:
        return [each for each in self._store.events if (each.id or 0) > after][:limit]

    def last_event_id(self) -> int:
        return self._store.events[-1].id or 0 if self._store.events else 0

    def forget_inner_changes(self) -> None:
        """Drop what was changed inside a JSON value: the mapper would not have seen it."""
        for conversation in self._store.conversations.values():
            for name, (given, kept) in self._snapshots[conversation.id].items():
                if getattr(conversation, name) is given:
                    setattr(conversation, name, kept)


def _json_values(conversation: Conversation) -> dict[str, tuple[Any, Any]]:
    values = {name: getattr(conversation, name) for name in _JSON_VALUES}
    return {name: (value, deepcopy(value)) for name, value in values.items()}
