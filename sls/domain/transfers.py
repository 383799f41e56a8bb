"""A transfer: a call that is put through to a person of ours, who takes it by a key (A17).

waiting → talking → talked; or missed, untaken or left instead. Without the key nobody is connected:
what answers may be the mailbox of whoever should have. A caller who is gone after the key may have
been connected or not; untold, until the provider tells of the bridge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

TAKE_KEY = "1"
# How often each phone of ours is asked for the key.
MAX_ASKS = 2
# Longer than a talk may last; the news of its end can be lost.
MAY_LAST = timedelta(hours=1)
# How long one that is over is still shown.
SHOWN_FOR = timedelta(hours=1)


class TransferKind(StrEnum):
    """Which kind of call is put through."""

    LINE = "line"  # somebody called our line
    CALLBACK = "callback"  # we called because somebody asked for help
    CODE = "code"  # we called with a code


class CallerKnown(StrEnum):
    """What shows that it is the customer who is on the phone."""

    NOTHING = "nothing"  # a number that calls is easily forged
    CODE = "code"  # typed the code of a text message to the number on file
    LOGIN = "login"  # gave the right password, and answers at the number on file
    NUMBER = "number"  # answers at the number on file


class TransferState(StrEnum):
    """Where a transfer stands, or how it ended."""

    WAITING = "waiting"  # the phone of ours rings, or hears what it is about
    TALKING = "talking"
    TALKED = "talked"
    MISSED = "missed"  # nobody of ours answered
    UNTAKEN = "untaken"  # answered, and nobody was connected
    LEFT = "left"  # the caller was gone before
    UNTOLD = "untold"  # the caller was gone after the key; nobody told whether they were connected


@dataclass
class Transfer:
    """One call of `sid` on its way to a person; `id` is also its opaque name in webhooks.

    `to` is the masked number of a customer whom we know. The place in a procedure is the
    conversation's. `asks` is how often each phone of ours was asked for the key, by its own call.
    """

    id: str
    sid: str
    kind: TransferKind
    conversation_id: str | None
    language: str
    topic: str | None
    known_by: CallerKnown
    to: str | None
    state: TransferState
    started_at: datetime
    asks: Mapping[str, int] = field(default_factory=dict)
    taken_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Nothing more happens to it."""
        return self.ended_at is not None

    @property
    def is_taken(self) -> bool:
        """Whether somebody of ours pressed the key."""
        return self.taken_at is not None

    def was_asked(self, phone: str, time: int) -> bool:
        """Whether a phone of ours was asked for the key so often."""
        return self.asks.get(phone, 0) >= time

    def ask(self, phone: str, time: int) -> bool:
        """Ask a phone of ours, for the first or the second `time`; False when that is too often.

        Told again, the same time is counted once.
        """
        self.asks = {**self.asks, phone: max(time, self.asks.get(phone, 0))}
        return time <= MAX_ASKS

    def take(self, phone: str, time: int, now: datetime) -> bool:
        """Somebody pressed the key when asked the last `time`; False once asking is over.

        So it is where the caller is gone.
        """
        if self.is_over or time > MAX_ASKS or self.asks.get(phone) != time:
            return False
        self.state, self.taken_at = TransferState.TALKING, self.taken_at or now
        return True

    def end(self, now: datetime, *, is_bridged: bool = True) -> None:
        """Ringing or talking is over; told again, nothing changes.

        One that was taken may never have been bridged: our answer to the key can be lost, and the
        caller may be gone before it comes.
        """
        if self.state is TransferState.UNTOLD:
            self.state = TransferState.TALKED if is_bridged else TransferState.LEFT
        if self.is_over:
            return
        unanswered = TransferState.UNTAKEN if self.asks else TransferState.MISSED
        has_talked = self.is_taken and is_bridged
        self.state = TransferState.TALKED if has_talked else unanswered
        self.ended_at = now

    def leave(self, now: datetime) -> None:
        """The caller hung up; that says nothing of a bridge."""
        if self.is_over:
            return
        self.state = TransferState.UNTOLD if self.is_taken else TransferState.LEFT
        self.ended_at = now

    def is_shown(self, now: datetime) -> bool:
        """Whether agents still see it."""
        if self.ended_at is not None:
            return now < self.ended_at + SHOWN_FOR
        return now < self.started_at + MAY_LAST
