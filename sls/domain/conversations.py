"""A conversation: who may do what in it, what it is waiting for, and where its walk stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, TypeAlias

# How long the site's word for who somebody is holds without a turn, and at the most
# (NIST SP 800-63B-4, two factors).
IDENTITY_IDLES = timedelta(hours=1)
IDENTITY_LASTS = timedelta(hours=24)


# The channel of a call to our line.
PHONE = "phone"
# The option that nobody is offered: to hear again what was asked, or the step.
STAY = "stay"


class Level(IntEnum):
    """How sure we are whom we are talking to (design 5.6)."""

    ANONYMOUS = 0
    LOGIN_BOUND = 1
    SITE_AUTHENTICATED = 2
    SECOND_FACTOR = 3
    AGENT_VERIFIED = 4


class ConversationState(StrEnum):
    """Who answers."""

    ASSISTANT = "assistant"
    QUEUED = "queued"
    AGENT = "agent"
    CLOSED = "closed"


@dataclass(frozen=True)
class Understood:
    """Words that were understood: a capability was picked, and here is what it rests on."""

    capability: str
    text: str
    intent: str
    confidence: float = 1.0
    ranking: Sequence[tuple[str, float]] = ()
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """A choice that was offered and taken: exact, with no understanding needed."""

    id: str


@dataclass(frozen=True)
class Digits:
    """Digits that were asked for, on a keypad or typed; they are never stored as they are."""

    value: str


Said: TypeAlias = Understood | Option | Digits


@dataclass
class Conversation:
    """One conversation on one channel; everything that lasts between two turns is here.

    `pending` is the effect that waits for the open question's answer.
    """

    id: str
    bearer_digest: str
    language: str
    is_language_pinned: bool
    state: ConversationState
    channel: str
    created_at: datetime
    last_at: datetime
    login_id: str | None = None
    customer_id: str | None = None
    open_question: str | None = None
    pending: dict[str, Any] | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    walks: list[dict[str, Any]] = field(default_factory=list)
    misunderstandings: int = 0

    def customer_at(self, now: datetime) -> str | None:
        """Return whom the site says this is, as long as its word holds."""
        is_idle = now >= self.last_at + IDENTITY_IDLES
        is_old = now >= self.created_at + IDENTITY_LASTS
        return None if is_idle or is_old else self.customer_id


@dataclass
class Event:
    """One thing that a conversation's listeners are told: a message, a state or a delivery."""

    conversation_id: str
    kind: str
    data: dict[str, Any]
    created_at: datetime
    turn: str | None = None
    id: int | None = None


@dataclass
class TurnRecord:
    """One message of a customer by its `client_id`, answered at most once."""

    conversation_id: str
    client_id: str
    answered_at: datetime | None = None
