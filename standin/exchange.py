"""The telephone exchange: phones, calls and messages in memory, under one lock."""

import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import Any, TypeVar

from standin.calls import OVER, Call, Notice, Status
from standin.phones import Entry, Kind, Message, Phone
from standin.refusals import PhoneUnknown

T = TypeVar("T")

CALLS_KEPT = 1000
MESSAGES_KEPT = 1000
PHONES_KEPT = 500
DEFAULT_LANGUAGE = "en"
EVENT_OF_STATUS = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}


class Exchange:
    """All that the stand-in remembers; whoever reads or writes it holds `changed`."""

    def __init__(
        self, now: Callable[[], datetime], cast: Iterable[dict[str, Any]], line: str
    ) -> None:
        self.now = now
        self.changed = threading.Condition(threading.RLock())
        self.phones: dict[str, Phone] = {}
        self.calls: dict[str, Call] = {}
        self.messages: dict[str, Message] = {}
        self.line = line
        # Who wrote STOP to which of our numbers.
        self.stopped: set[tuple[str, str]] = set()
        self.version = 0
        # Versions count within one era: a restart and a reset begin a new one.
        self.era = secrets.token_hex(4)
        self._give_phones(cast)

    def phone(self, number: str) -> Phone:
        """Find a phone.

        Raises: PhoneUnknown.
        """
        if number not in self.phones:
            raise PhoneUnknown
        return self.phones[number]

    def phone_of(self, call: Call) -> Phone:
        """Find the person's phone of a call; any number that is called gets one."""
        number = call.phone_number
        if number not in self.phones:
            self._forget_first(self.phones, PHONES_KEPT, _is_idle_stranger)
            self.phones[number] = Phone(number, DEFAULT_LANGUAGE)
        return self.phones[number]

    def add_call(self, call: Call) -> None:
        """Keep a new call, letting go of the oldest finished ones."""
        self._forget_first(self.calls, CALLS_KEPT, lambda old: old.is_over)
        self.calls[call.sid] = call
        self.touch()

    def keep_message(self, message: Message) -> None:
        """Keep a message as it now stands."""
        self._forget_first(self.messages, MESSAGES_KEPT, lambda old: old.status != "queued")
        message.version = self.touch()
        self.messages[message.sid] = message

    def touch(self) -> int:
        """Count one change and wake everybody who waits for one."""
        self.version += 1
        self.changed.notify_all()
        return self.version

    def move(
        self, call: Call, status: Status, at: datetime, sip_code: int = 0, note: str = ""
    ) -> None:
        """Bring a call into its next status, log it at the phone and report it."""
        if call.is_over:
            return
        call.status, call.updated_at = status, at
        if status == "in-progress":
            call.answered_at = at
        phone = self.phone_of(call)
        if call.is_over:
            call.ended_at = at
        self.record(call, "state", note or status, at)
        call.note(at, "status", status=status)
        if call.is_over and phone.call is call:
            phone.call = None
        self.report(call, status, at, sip_code)

    def record(
        self,
        call: Call,
        kind: Kind,
        text: str,
        at: datetime,
        language: str | None = None,
        voice: str | None = None,
    ) -> None:
        """Write one line into the log of the call's phone."""
        entry = Entry(self.touch(), at, call.sid, kind, text, language, voice)
        self.phone_of(call).entries.append(entry)

    def report(self, call: Call, status: str, at: datetime, sip_code: int = 0) -> None:
        """Queue a status callback, if somebody asked for this news."""
        event = EVENT_OF_STATUS.get(status, "completed")
        if not call.reporting.url or event not in call.reporting.events or call.is_silenced:
            return
        news = {
            **call_parameters(call, status),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(call.notices_sent),
            "Timestamp": format_datetime(at),
        }
        if status in OVER:
            news["CallDuration"] = str(call.duration_seconds)
            news["Duration"] = str(-(-call.duration_seconds // 60))
        if sip_code:
            news["SipResponseCode"] = str(sip_code)
        call.notices_sent += 1
        call.notices.put(Notice(call.reporting, news))

    def clear(self, cast: Iterable[dict[str, Any]]) -> None:
        """Forget everything but the phones of the cast."""
        self.phones.clear()
        self.calls.clear()
        self.messages.clear()
        self.stopped.clear()
        self.era = secrets.token_hex(4)
        self._give_phones(cast)
        self.touch()

    def _give_phones(self, cast: Iterable[dict[str, Any]]) -> None:
        for person in cast:
            number, language = person.get("number"), person.get("language") or DEFAULT_LANGUAGE
            if number and number not in self.phones:
                self.phones[number] = Phone(number, language, is_of_cast=True)

    @staticmethod
    def _forget_first(kept: dict[str, T], most: int, may_go: Callable[[T], bool]) -> None:
        if len(kept) >= most:
            oldest = next((key for key, item in kept.items() if may_go(item)), None)
            if oldest is not None:
                del kept[oldest]


def _is_idle_stranger(phone: Phone) -> bool:
    return phone.call is None and not phone.is_of_cast


def call_parameters(call: Call, status: str | None = None) -> dict[str, str]:
    """List what Twilio tells every webhook about a call."""
    return {
        "AccountSid": call.account_sid,
        "ApiVersion": "2010-04-01",
        "CallSid": call.sid,
        "CallStatus": status or call.status,
        "Called": call.callee,
        "Caller": call.caller,
        "Direction": call.direction,
        "From": call.caller,
        "To": call.callee,
        **_more_parameters(call),
    }


def _more_parameters(call: Call) -> dict[str, str]:
    more = {"ParentCallSid": call.parent_sid}
    if not call.detection.reporting.url:
        more["AnsweredBy"] = call.answered_by
    return {name: value for name, value in more.items() if value}
