"""A call and what happens to it: the record that all threads share under the exchange's lock."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import Literal

Status = Literal[
    "queued", "ringing", "in-progress", "completed", "busy", "no-answer", "failed", "canceled"
]
Direction = Literal["outbound-api", "inbound"]

OVER: frozenset[str] = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
DEFAULT_RING_SECONDS = 60
DEFAULT_TIME_LIMIT_SECONDS = 14_400


@dataclass(frozen=True)
class Instruction:
    """Where the next TwiML comes from: an address to ask, or the document itself."""

    url: str = ""
    method: str = "POST"
    twiml: str | None = None


@dataclass(frozen=True)
class Input:
    """Something the person did on the phone: one key, or one utterance."""

    key: str = ""
    speech: str = ""
    confidence: float = 0.0


@dataclass(frozen=True)
class Reporting:
    """Which news of a call or message goes to which address."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True)
class Notice:
    """One status callback, ready to be posted."""

    reporting: Reporting
    parameters: dict[str, str]


@dataclass(eq=False)
class Call:
    """One call, from the request that makes it to its last status callback."""

    account_sid: str
    caller: str
    callee: str
    direction: Direction
    created_at: datetime
    instruction: Instruction
    fallback: Instruction = Instruction()
    reporting: Reporting = Reporting()
    ring_seconds: int = DEFAULT_RING_SECONDS
    limit_seconds: int = DEFAULT_TIME_LIMIT_SECONDS
    sid: str = field(default_factory=lambda: f"CA{secrets.token_hex(16)}")
    status: Status = "queued"
    updated_at: datetime | None = None
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    redirect: Instruction | None = None
    inputs: deque[Input] = field(default_factory=deque)
    # Once the last words are being said, nothing more is asked and keys are lost.
    is_closing: bool = False
    # After a reset nobody may hear of this call any more.
    is_silenced: bool = False
    notices: SimpleQueue[Notice | None] = field(default_factory=SimpleQueue)
    notices_sent: int = 0

    @property
    def is_over(self) -> bool:
        """Tell whether the call has reached its last status."""
        return self.status in OVER

    @property
    def phone_number(self) -> str:
        """Tell which of the two ends is the person's phone."""
        return self.callee if self.direction == "outbound-api" else self.caller

    @property
    def duration_seconds(self) -> int:
        """Tell how long the two ends have talked."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(0, round((self.ended_at - self.answered_at).total_seconds()))
