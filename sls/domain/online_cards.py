"""The online security code card: asked for, printed, proved by two of its cells, then in force."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# The source does not say how long a card may wait to be printed; a day is an errand's length.
PENDING_FOR = timedelta(hours=24)
# How long after its login a card may be asked for, printed and proved.
LOGIN_SERVES_FOR = timedelta(minutes=30)
QUESTION_LIFETIME = timedelta(minutes=5)
MAX_PROOFS = 5


class CardState(StrEnum):
    """Where a card stands; a card in force ends with its factor."""

    PENDING = "pending"
    ACTIVE = "active"
    VOID = "void"  # another was asked for, five proofs were wrong, or the device is back


@dataclass
class OnlineCard:
    """A card that was made for one customer; its id is its factor's, once it is in force."""

    id: str
    customer_id: str
    sealed_key: bytes
    state: CardState
    requested_at: datetime
    question: str | None = None
    question_expires_at: datetime | None = None
    attempts: int = 0
    activated_at: datetime | None = None
    expires_at: datetime | None = None

    def is_pending(self, now: datetime) -> bool:
        """Waiting to be printed and proved, in time and with tries left."""
        is_in_time = now < self.requested_at + PENDING_FOR
        return self.state is CardState.PENDING and is_in_time and self.attempts < MAX_PROOFS

    def ask(self, cells: str, now: datetime) -> datetime:
        """Ask for two cells, in place of those asked for before; return until when."""
        self.question, self.question_expires_at = cells, now + QUESTION_LIFETIME
        return self.question_expires_at

    def asked_cells(self, now: datetime) -> list[str]:
        """Return the cells that may be answered now; none when nothing is asked."""
        if self.question is None or self.question_expires_at is None:
            return []
        return self.question.split(" ") if now < self.question_expires_at else []

    def activate(self, now: datetime, life: timedelta) -> datetime:
        """Bring the card into force; return when it ends (F14: 21 days from activation)."""
        self._close(CardState.ACTIVE)
        self.activated_at, self.expires_at = now, now + life
        return self.expires_at

    def void(self) -> None:
        """Take back a card that is not in force yet."""
        if self.state is CardState.PENDING:
            self._close(CardState.VOID)

    def _close(self, state: CardState) -> None:
        """Forget what is needed only while it waits; a card in force has a device for its key."""
        self.state, self.question, self.question_expires_at = state, None, None
        self.sealed_key = b""
