"""A request to be called back for help: asked for, rung when due, and over in one named way.

requested → calling → talking → done, or missed, cancelled or expired instead. A request is due by
its time alone, and has one call at a time: the delivery it names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.purposes import Purpose

MAX_RINGS = 2
RING_AGAIN_AFTER = timedelta(minutes=5)
# What is not rung so long after its time, for budgets or a provider that fails, is given up.
MAY_BE_LATE = timedelta(minutes=30)
SHORTEST_WAIT = timedelta(minutes=1)
# A call may wait so long for a free line before it is asked for anew.
RING_WITHIN = timedelta(minutes=2)
TALK_MAY_LAST = timedelta(hours=1)
MAX_A_DAY = 3
A_DAY = timedelta(hours=24)


class HelpState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    CALLING = "calling"
    TALKING = "talking"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_UNHEARD = frozenset({DeliveryState.BUSY, DeliveryState.NO_ANSWER, DeliveryState.FAILED})


@dataclass
class HelpRequest:
    """One customer's wish to be called back; `delivery_id` is its latest call.

    `conversation_id` is where it was asked for: there the news goes, and from there the walk is
    taken along. `topic` is the procedure it was about then.
    """

    id: str
    customer_id: str
    conversation_id: str
    number: str
    language: str
    topic: str | None
    state: HelpState
    created_at: datetime
    due_at: datetime
    expires_at: datetime
    rings: int = 0
    delivery_id: str | None = None
    ringing_told_at: datetime | None = None
    talking_since: datetime | None = None
    ended_at: datetime | None = None

    @property
    def purpose(self) -> Purpose:
        """What its calls are for."""
        return Purpose.CALLBACK

    @property
    def is_open(self) -> bool:
        """Nothing has ended it."""
        return self.ended_at is None

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it can be taken back: until its phone rings."""
        return self.state is HelpState.REQUESTED

    def is_live(self, now: datetime) -> bool:
        """Whether a call for it is still of use."""
        return self.is_open and now < self.expires_at

    def is_due(self, now: datetime) -> bool:
        """Whether its phone should ring now."""
        return self.state is HelpState.REQUESTED and self.due_at <= now < self.expires_at

    def call(self, delivery_id: str) -> None:
        """Ring: from here on this one call decides."""
        self.state, self.delivery_id = HelpState.CALLING, delivery_id
        self.rings += 1
        self.ringing_told_at = None

    def put_off(self, wait: timedelta, now: datetime) -> None:
        """Ring later, for now no call may leave; it is given up at its time all the same."""
        self.due_at = now + max(wait, SHORTEST_WAIT)

    def talk(self, now: datetime) -> None:
        """A person has pressed the key."""
        self.state, self.talking_since = HelpState.TALKING, now

    def bring_forward(self, now: datetime) -> bool:
        """Ring as soon as can be; False where it rings already or is over."""
        if not self.may_be_cancelled:
            return False
        self.due_at = min(self.due_at, now)
        return True

    def unanswered(self, delivery: Delivery, now: datetime) -> HelpState:
        """Take the end of a call that nobody took: ring once more later, or give up.

        One that never left rang nowhere and does not count.
        """
        if delivery.state is DeliveryState.EXPIRED and now < self.expires_at:
            self.state = HelpState.REQUESTED
            self.rings -= 1
            self.put_off(timedelta(0), now)
        elif delivery.state in _UNHEARD and self.rings < MAX_RINGS:
            self.state, self.due_at = HelpState.REQUESTED, now + RING_AGAIN_AFTER
            self.expires_at = self.due_at + MAY_BE_LATE
        else:
            is_unplaced = delivery.state is DeliveryState.EXPIRED
            self.end(HelpState.EXPIRED if is_unplaced else HelpState.MISSED, now)
        return self.state

    def end(self, state: HelpState, now: datetime) -> None:
        """Be over."""
        self.state, self.ended_at = state, now
