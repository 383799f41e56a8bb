"""`<Dial>`: a second phone rings, and the two people talk until one of them hangs up."""

import time
from collections.abc import Callable
from typing import Protocol

from standin.calls import Call, Instruction, Status
from standin.exchange import Exchange
from standin.numbers import check_callee
from standin.refusals import TwilioRefusal
from standin.twiml import Dial

BUSY_HERE, REQUEST_TERMINATED, OK = 486, 487, 200


class Wait(Protocol):
    """Waits for a moment or a condition, as long as the first call lives."""

    def __call__(self, until: float, ready: Callable[[], bool]) -> bool:
        """Tell whether the condition came true."""


class Bridge:
    """Connects a call with another phone."""

    def __init__(self, call: Call, exchange: Exchange, wait: Wait) -> None:
        self._call = call
        self._exchange = exchange
        self._wait = wait

    def connect(self, dial: Dial) -> dict[str, str]:
        """Ring the other phone and let the two talk; return what Twilio tells afterwards.

        Raises: CallOver, Redirected.
        """
        try:
            check_callee("voice", dial.number)
        except TwilioRefusal as refusal:
            self._call.note(self._exchange.now(), "error", code=refusal.code, url="")
            return {"DialCallStatus": "failed"}
        other = self._ring(dial)
        try:
            self._talk(dial, other)
        finally:
            self._end(other)
        return {
            "DialCallStatus": other.status,
            "DialCallSid": other.sid,
            "DialCallDuration": str(other.duration_seconds),
            "DialBridged": "true" if other.answered_at else "false",
        }

    def _ring(self, dial: Dial) -> Call:
        at = self._exchange.now()
        other = Call(
            account_sid=self._call.account_sid,
            caller=dial.caller_id or self._call.caller,
            callee=dial.number,
            direction="outbound-dial",
            created_at=at,
            started_at=at,
            instruction=Instruction(twiml="<Response/>"),
            parent_sid=self._call.sid,
        )
        with self._exchange.changed:
            self._exchange.add_call(other)
            self._call.partner, other.partner = other, self._call
            phone = self._exchange.phone_of(other)
            if phone.call is not None:
                self._exchange.move(other, "busy", at, BUSY_HERE)
            else:
                phone.call = other
                self._exchange.move(other, "ringing", at)
        return other

    def _talk(self, dial: Dial, other: Call) -> None:
        until = time.monotonic() + dial.ring_seconds
        self._wait(until, lambda: other.is_over or other.status == "in-progress")
        if other.status != "in-progress":
            return
        self._wait(time.monotonic() + dial.limit_seconds, lambda: other.is_over)

    def _end(self, other: Call) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            self._call.partner = other.partner = None
            self._call.inputs.clear()
            if other.status == "in-progress":
                self._exchange.move(other, "completed", at, OK)
            else:
                last: Status = "canceled" if self._call.is_over else "no-answer"
                self._exchange.move(other, last, at, REQUEST_TERMINATED)
