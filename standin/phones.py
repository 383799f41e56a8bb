"""The phones of the demo, what they heard, and the messages they received."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from standin.calls import Call

PhoneState = Literal["idle", "dialling", "ringing", "in_call"]
Kind = Literal["heard", "pressed", "said", "state"]

ENTRIES_KEPT = 500


@dataclass(frozen=True)
class Entry:
    """One line of a phone's log."""

    version: int
    at: datetime
    call: str
    kind: Kind
    text: str
    language: str | None = None
    voice: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the line as the control contract has it."""
        return {
            "at": rfc3339(self.at),
            "call": self.call,
            "kind": self.kind,
            "text": self.text,
            "language": self.language,
            "voice": self.voice,
        }


@dataclass
class Phone:
    """A phone somebody may pick up."""

    number: str
    language: str
    is_of_cast: bool = False
    call: Call | None = None
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=ENTRIES_KEPT))

    @property
    def state(self) -> PhoneState:
        """Tell what the phone is doing."""
        if self.call is None:
            return "idle"
        if self.call.status == "in-progress":
            return "in_call"
        return "dialling" if self.call.direction == "inbound" else "ringing"

    def as_json(self) -> dict[str, Any]:
        """Give the phone as the control contract has it."""
        call = self.call.sid if self.call else None
        return {"number": self.number, "state": self.state, "call": call}


@dataclass
class Message:
    """An SMS on its way, or in somebody's inbox."""

    account_sid: str
    sender: str
    recipient: str
    body: str
    created_at: datetime
    service_sid: str | None = None
    sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")
    status: str = "queued"
    version: int = 0
    updated_at: datetime | None = None
    sent_at: datetime | None = None
    error_code: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the message as the control contract has it."""
        return {
            "id": self.sid,
            "at": rfc3339(self.created_at),
            "from": self.sender,
            "to": self.recipient,
            "text": self.body,
            "status": self.status,
        }


def rfc3339(moment: datetime) -> str:
    """Write a moment as our own contracts do."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
