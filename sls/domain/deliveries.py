"""A delivery: one code or notice on its way to one number, which is outbox row and record as well.

States move through one table. Providers repeat themselves and overtake themselves, so news that
does not lead onward is ignored on purpose.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sls.domain.codes import OneTimeCode
from sls.domain.errors import SlsError
from sls.domain.factors import Channel
from sls.domain.purposes import Purpose, Waiting


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"  # a worker has it in hand; nothing has left yet
    PLACING = "placing"  # announced: the request to the provider may have left
    PLACED = "placed"  # the provider has it
    RINGING = "ringing"
    ANSWERED = "answered"
    READ_OUT = "read_out"
    DELIVERED = "delivered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    FAILED = "failed"
    EXPIRED = "expired"


_S = DeliveryState
_ENDS = frozenset({_S.BUSY, _S.NO_ANSWER, _S.REJECTED, _S.FAILED})
# Callbacks may arrive before the provider's answer does, and even after the delivery was given back
# to the workers: a phone that rings is news in every early state, and then nobody dials again.
_NEWS = _ENDS | {_S.PLACED, _S.RINGING, _S.ANSWERED, _S.READ_OUT, _S.DELIVERED}
_ONWARD: dict[DeliveryState, frozenset[DeliveryState]] = {
    _S.QUEUED: _NEWS | {_S.CLAIMED, _S.EXPIRED},
    _S.CLAIMED: _NEWS | {_S.QUEUED, _S.PLACING, _S.EXPIRED},
    _S.PLACING: _NEWS | {_S.QUEUED, _S.EXPIRED},
    _S.PLACED: _ENDS | {_S.RINGING, _S.ANSWERED, _S.READ_OUT, _S.DELIVERED, _S.EXPIRED},
    _S.RINGING: _ENDS | {_S.ANSWERED, _S.READ_OUT, _S.EXPIRED},
    _S.ANSWERED: _ENDS | {_S.READ_OUT, _S.EXPIRED},
}
# With the provider, and not over as far as anybody told.
IN_HAND = frozenset({_S.PLACING, _S.PLACED, _S.RINGING, _S.ANSWERED, _S.READ_OUT})
# A call that rings or speaks, or will as soon as the provider comes to it.
ON_THE_LINE = frozenset({_S.PLACED, _S.RINGING, _S.ANSWERED, _S.READ_OUT})
NOT_RUNG_YET = frozenset({_S.QUEUED, _S.CLAIMED, _S.PLACING, _S.PLACED})
# News of a call that rings or has rung; the first of it is the moment when the phone rang.
_RUNG = frozenset({_S.RINGING, _S.ANSWERED, _S.READ_OUT})
_PUBLIC = {_S.CLAIMED: _S.QUEUED, _S.PLACED: _S.PLACING}

# So long the provider's client waits in each step of an order: for the line, for its encryption and
# for the answer. Whatever the provider takes, it has taken by then.
PROVIDER_TIMEOUT = timedelta(seconds=5)
LONGEST_ORDER = 3 * PROVIDER_TIMEOUT
# No order is begun later than this after its announcement: twice what its transaction may still
# wait for a lock.
MAY_LEAVE_WITHIN = timedelta(seconds=10)
# For a name that is looked up slowly, and for clocks of several machines.
_SLACK = timedelta(seconds=5)
# So long after an announcement nobody asks what became of it, for its order may still be under way,
# and two workers could dial: 10 s until it begins, 15 s at most for it, and 5 s to spare.
ANNOUNCEMENT_LEASE = MAY_LEAVE_WITHIN + LONGEST_ORDER + _SLACK
CLAIM_LEASE = timedelta(seconds=10)
RETRY_PAUSE = timedelta(seconds=1)
# Longer than any call may ring and last, for the news of a call's end can be lost; from the moment
# when it left, for it may have waited as long as its code lives.
CALL_MAY_LAST = timedelta(minutes=5)


class AnnouncedTooLongAgo(SlsError):
    """An order came too late after its announcement to leave; only a reconciler decides now."""


@dataclass
class Delivery:
    """One send of one code by SMS or voice, or of one notice by SMS.

    `login_id` is what it belongs to, by `purpose`: a login, an activation and so on; a notice
    belongs to its customer, has no code, and `notice` names its text; an answer belongs to its
    call. `job` is the opaque name under which the provider's webhooks know it; `gate_key` is the
    key a person must press before a code is spoken, another one at each try; `provider_sid` is the
    call or message that owns it. `follows` is the missed call that this one repeats. `hang_up_at`
    is when its line is to be hung up by us, and `slow_since` when its customer was told that it
    takes long. While `connected_at` is set a person of ours has been put through, and the call
    outlives its code.
    """

    id: str
    job: str
    login_id: str
    code_id: str | None
    channel: Channel
    number: str
    language: str
    state: DeliveryState
    created_at: datetime
    due_at: datetime
    expires_at: datetime
    gate_key: str
    conversation_id: str | None = None
    worker: str | None = None
    lease_until: datetime | None = None
    announced_at: datetime | None = None
    provider_sid: str | None = None
    tries: int = 0
    gate_tries: int = 0
    readings: int = 0
    reason: str | None = None
    ended_at: datetime | None = None
    purpose: Purpose = Purpose.LOGIN
    notice: dict[str, Any] | None = None
    ringing_at: datetime | None = None
    follows: str | None = None
    menu_misses: int = 0
    connected_at: datetime | None = None
    hang_up_at: datetime | None = None
    slow_since: datetime | None = None

    @property
    def public_state(self) -> DeliveryState:
        """The state as the outside world names it (design 4.4)."""
        return _PUBLIC.get(self.state, self.state)

    @property
    def is_over(self) -> bool:
        """Nothing more will happen to this delivery."""
        return self.ended_at is not None

    def is_wanted(self, code: OneTimeCode | None, subject: Waiting | None, now: datetime) -> bool:
        """Whether what it carries is still of use: a notice in time, a code that is waited for."""
        if self.is_over or now >= self.expires_at:
            return False
        if self.purpose in (Purpose.NOTICE, Purpose.ANSWER):
            return True
        if self.purpose is Purpose.CALLBACK:
            return subject is not None and subject.is_live(now)
        is_code_live = code is not None and code.is_live(now) and code.sealed is not None
        return is_code_live and subject is not None and subject.is_live(now)

    def keeps_phone_busy(self, now: datetime) -> bool:
        """A call that rings or speaks, or is about to; another one to its number has to wait."""
        is_in_hand = self.state in IN_HAND or (
            self.state is _S.CLAIMED and self.lease_until is not None and now <= self.lease_until
        )
        is_live = (is_in_hand and not self.is_over) or self.hang_up_at is not None
        return self.channel is Channel.VOICE and is_live and not self.is_forgotten(now)

    def is_forgotten(self, now: datetime) -> bool:
        """Nobody told of the end of this call, and it cannot last any longer."""
        since = self.announced_at or self.lease_until or self.created_at
        return now >= since + CALL_MAY_LAST

    def move(self, state: DeliveryState, now: datetime, reason: str | None = None) -> bool:
        """Take a step onward, unless the news is late; return whether the outside sees a change."""
        if state not in _ONWARD.get(self.state, frozenset()):
            return False
        seen = self.public_state
        self.state = state
        if state in _RUNG and self.channel is Channel.VOICE and self.ringing_at is None:
            self.ringing_at = now
        if reason is not None:
            self.reason = reason
        if state not in _ONWARD and state is not _S.READ_OUT:
            self.ended_at = now
        return self.public_state is not seen

    def end(self, now: datetime) -> bool:
        """Record that the call is over, unanswered if it never gave its code; return as `move`."""
        if self.is_over:
            return False
        if self.state is _S.READ_OUT:
            self.ended_at = now
            return False
        reason = "no_key" if self.state is _S.ANSWERED else "cut_off"
        return self.move(_S.NO_ANSWER, now, reason)

    def call_off(self, state: DeliveryState, now: datetime, reason: str) -> bool:
        """End a call by ourselves, for its line is hung up next; return as `move`."""
        self.hang_up_at = now
        if self.state is _S.READ_OUT:
            self.ended_at = now
            return False
        return self.move(state, now, reason)

    def announce(self, now: datetime) -> None:
        """Say that the request leaves now: nobody else dials before the reconciler has looked."""
        self.state, self.announced_at = _S.PLACING, now
        self.tries += 1

    @property
    def leave_by(self) -> datetime:
        """The last moment at which an order, begun then, is over before the reconciler looks."""
        assert self.announced_at is not None
        return self.announced_at + MAY_LEAVE_WITHIN

    def adopt(self, provider_sid: str) -> bool:
        """Make this call or message the owner; return False when another one already is."""
        if self.provider_sid is None and provider_sid:
            self.provider_sid = provider_sid
        return bool(provider_sid) and self.provider_sid == provider_sid

    def requeue(self, now: datetime, pause: timedelta = RETRY_PAUSE) -> None:
        """Give the delivery back to the workers."""
        self.state = _S.QUEUED
        self.worker = self.lease_until = self.announced_at = None
        self.due_at = now + pause
