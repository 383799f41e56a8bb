"""The repository of conversations, their turns and their events, on SQLAlchemy."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.locks import held, held_by, hold_name
from sls.domain.conversations import Conversation, Event, TurnRecord


class SqlConversations:
    """Conversations, turns and events."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, conversation_id: str) -> Conversation | None:
        return held(self._session, Conversation, conversation_id)

    def by_bearer(self, bearer_digest: str) -> Conversation | None:
        wanted = tables.conversations.c.bearer_digest == bearer_digest
        return held_by(self._session, Conversation, wanted, tables.conversations.c.id)

    def add(self, conversation: Conversation) -> None:
        self._session.add(conversation)
        self._session.flush()

    def of_login(self, login_id: str) -> Sequence[Conversation]:
        return self._session.scalars(_of_login(), {"login_id": login_id}).all()

    def turn(self, conversation_id: str, client_id: str) -> TurnRecord | None:
        return self._session.get(TurnRecord, (conversation_id, client_id))

    def add_turn(self, turn: TurnRecord) -> None:
        self._session.add(turn)
        self._session.flush()

    def add_event(self, event: Event) -> None:
        """Give it the next id; who reads on from the last id must not miss one committed late.

        So writers of events go one by one from here to their end, with every other lock taken.
        """
        self._session.flush()
        hold_name(self._session, "events")
        self._session.add(event)
        self._session.flush()

    def events_after(self, conversation_id: str, after: int) -> Sequence[Event]:
        event = tables.events.c
        query = (
            select(Event)
            .where(event.conversation_id == conversation_id, event.id > after)
            .order_by(event.id)
        )
        return self._session.scalars(query).all()

    def recent_messages(self, conversation_id: str, limit: int) -> Sequence[Event]:
        event = tables.events.c
        query = (
            select(Event)
            .where(event.conversation_id == conversation_id, event.kind == "message")
            .order_by(event.id.desc())
            .limit(limit)
        )
        return self._session.scalars(query).all()

    def events_of_turn(self, conversation_id: str, client_id: str) -> Sequence[Event]:
        event = tables.events.c
        query = (
            select(Event)
            .where(event.conversation_id == conversation_id, event.turn == client_id)
            .order_by(event.id)
        )
        return self._session.scalars(query).all()

    def all_events_after(self, after: int, limit: int) -> Sequence[Event]:
        event = tables.events.c
        query = select(Event).where(event.id > after).order_by(event.id).limit(limit)
        return self._session.scalars(query).all()

    def last_event_id(self) -> int:
        return self._session.scalar(select(func.max(tables.events.c.id))) or 0


# Asked at every step of every delivery, and to build it costs more than to run it.
@cache
def _of_login() -> Select[Conversation]:
    wanted = tables.conversations.c.login_id == bindparam("login_id")
    return select(Conversation).where(wanted).order_by(tables.conversations.c.id)
