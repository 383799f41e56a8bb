"""A call and what happens to it: the record that all threads share under the exchange's lock."""

import secrets
import uuid
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import Any, Literal

Status = Literal[
    "queued", "ringing", "in-progress", "completed", "busy", "no-answer", "failed", "canceled"
]
Direction = Literal["outbound-api", "outbound-dial", "inbound"]
StepKind = Literal[
    "status", "api", "webhook", "verb", "input", "callback", "fault", "error", "machine"
]

OVER: frozenset[str] = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
DEFAULT_RING_SECONDS = 60
DEFAULT_TIME_LIMIT_SECONDS = 14_400
STEPS_KEPT = 2000


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
    # The same for every delivery of this notice, as in Twilio's retries.
    token: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Detection:
    """Whether Twilio listens who picked up, and tells it with the call or on its own."""

    mode: Literal["", "Enable", "DetectMessageEnd"] = ""
    # An address here means that the call goes on meanwhile, and the result is posted.
    reporting: Reporting = Reporting()


@dataclass(frozen=True)
class Greeting:
    """What an answering machine says before it records, and the keys its greeting plays."""

    seconds: float = 4.0
    keys: str = ""


@dataclass(frozen=True)
class Step:
    """One line of a call's trace: what the stand-in did or met, in the order of doing."""

    at: datetime
    kind: StepKind
    data: dict[str, Any]


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
    detection: Detection = Detection()
    parent_sid: str | None = None
    sid: str = field(default_factory=lambda: f"CA{secrets.token_hex(16)}")
    status: Status = "queued"
    updated_at: datetime | None = None
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    redirect: Instruction | None = None
    # An answering machine picked up, with this greeting.
    greeting: Greeting | None = None
    answered_by: str | None = None
    queue_milliseconds: int = 0
    # The other phone while the call is being connected with one.
    partner: "Call | None" = None
    inputs: deque[Input] = field(default_factory=deque)
    # Once the last words are being said, nothing more is asked and keys are lost.
    is_closing: bool = False
    # After a reset nobody may hear of this call any more.
    is_silenced: bool = False
    notices: SimpleQueue[Notice | None] = field(default_factory=SimpleQueue)
    notices_sent: int = 0
    steps: list[Step] = field(default_factory=list)

    def note(self, at: datetime, kind: StepKind, **data: Any) -> None:
        """Write one line into the trace; appending needs no lock."""
        if len(self.steps) < STEPS_KEPT:
            self.steps.append(Step(at, kind, data))

    @property
    def is_over(self) -> bool:
        """Tell whether the call has reached its last status."""
        return self.status in OVER

    @property
    def phone_number(self) -> str:
        """Tell which of the two ends is the person's phone."""
        return self.caller if self.direction == "inbound" else self.callee

    @property
    def duration_seconds(self) -> int:
        """Tell how long the two ends have talked."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(0, round((self.ended_at - self.answered_at).total_seconds()))
