"""One turn of a conversation: what handlers may look at, and the replies they collect."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sls.domain.conversations import Conversation, Event, Level
from sls.domain.logins import PendingLogin
from sls.domain.messages import Utterance
from sls.ports import UnitOfWork

# The customer's own words come first, then what was said before them.
_NEWEST = 5
_NOTICES = frozenset({"redaction.masked"})


@dataclass
class Turn:
    """A turn under way, inside one transaction.

    `login` is the live login the chat is bound to, `customer_id` whom the site says this is.
    """

    unit: UnitOfWork
    conversation: Conversation
    login: PendingLogin | None
    customer_id: str | None
    now: datetime
    replies: list[Utterance] = field(default_factory=list)

    @property
    def level(self) -> Level:
        """How sure we are whom we are talking to, decided anew at every turn."""
        if self.customer_id is not None:
            return Level.SITE_AUTHENTICATED
        return Level.LOGIN_BOUND if self.login is not None else Level.ANONYMOUS

    @property
    def platform(self) -> str | None:
        """The platform in question: the pending login's, else the one that was named."""
        if self.login is not None:
            return self.login.platform
        named = self.conversation.answers.get("platform")
        return str(named) if named else None

    def note(self, name: str, value: str) -> None:
        """Remember something the customer told us."""
        self.conversation.answers = {**self.conversation.answers, name: value}

    def say(self, message_id: str, *options: str, **values: str | int | Utterance) -> None:
        """Reply with one text and these options."""
        self.replies.append(Utterance(message_id, values, options))


def begin_turn(unit: UnitOfWork, conversation: Conversation, now: datetime) -> Turn:
    """Return a turn, with the login that the conversation is bound to while that is live."""
    login = unit.logins.get(conversation.login_id) if conversation.login_id else None
    if login is not None and not login.is_live(now):
        login = None
    customer_id = conversation.customer_at(now)
    if login is None and customer_id is not None:
        login = unit.logins.latest_waiting(customer_id, now)
    return Turn(unit, conversation, login, customer_id, now)


def said_last(turn: Turn) -> str | None:
    """Return the id of the last thing that was said to the customer."""
    last = last_utterance(turn)
    return str(last["id"]) if last is not None else None


def last_utterance(turn: Turn) -> dict[str, Any] | None:
    """Return the last thing that was said to the customer, notices of their words left out."""
    messages = turn.unit.conversations.recent_messages(turn.conversation.id, _NEWEST)
    said = (each.data["utterance"] for each in messages if "utterance" in each.data)
    return next((each for each in said if each["id"] not in _NOTICES), None)


def said_in(events: Sequence[Event]) -> list[Utterance]:
    """Return what we said in some events, as it was said."""
    return [_utterance(event) for event in events if "utterance" in event.data]


def _utterance(event: Event) -> Utterance:
    data = event.data["utterance"]
    return Utterance(data["id"], data["values"], tuple(data["options"]))


@dataclass(frozen=True)
class Taken:
    """What a turn answered, and the language to render it in."""

    language: str
    utterances: Sequence[Utterance]


@dataclass(frozen=True)
class Reply:
    """The answer to one message."""

    conversation: Conversation
    place: dict[str, str | int] | None
    events: Sequence[Event]


@dataclass(frozen=True)
class Opened:
    """A new session; `bearer` is told once and only its digest is kept."""

    bearer: str
    conversation: Conversation
    level: Level
    events: Sequence[Event]
