"""`<Dial>`: other phones ring, and two people talk until one of them hangs up.

Several numbers ring at the same time. As Twilio's page on `<Number>` has it, the first call that is
picked up is connected and the rest are hung up: they stop ringing when somebody picks up, not when
that person has heard the whisper and wants the call. The page leaves open what is told when several
rang and nobody talked; here it is `busy` if all were, `failed` if none could be rung, else
`no-answer`, without a `DialCallSid`. As the page on `<Dial>` has it, the `action` is asked when the
connection ends; so it is when the caller hung up, and what is answered is heard by nobody.
"""

import threading
import time
from urllib.parse import urljoin

from standin.calls import Call, Instruction, Reporting, Status
from standin.conversation import CallerGone, Wait
from standin.documents import CallOver
from standin.exchange import Exchange
from standin.faults import Faults
from standin.geography import Geography
from standin.refusals import TwilioRefusal
from standin.reporting import Reporter
from standin.settings import StandinSettings
from standin.twiml import Dial, Number
from standin.whispering import Whisper

BUSY_HERE, REQUEST_TERMINATED, OK = 486, 487, 200
NOT_PERMITTED, INVALID_NUMBER = 13227, 13224
# How the REST API calls what a running call calls otherwise.
IN_TWIML = {21215: NOT_PERMITTED}


class Bridges:
    """Connects calls with other phones."""

    def __init__(
        self,
        exchange: Exchange,
        settings: StandinSettings,
        reporter: Reporter,
        faults: Faults,
        geography: Geography,
    ) -> None:
        self._exchange = exchange
        self._settings = settings
        self._reporter = reporter
        self._faults = faults
        self._geography = geography
        self._running: list[threading.Thread] = []

    @property
    def threads(self) -> list[threading.Thread]:
        """List what still posts or asks for the phones that were rung."""
        with self._exchange.changed:
            return [each for each in self._running if each.is_alive()]

    def connect(self, call: Call, dial: Dial, base: str, wait: Wait) -> dict[str, str]:
        """Ring the other phones and let two people talk; return what Twilio tells afterwards.

        Raises: CallerGone, Redirected.
        """
        numbers = [each for each in dial.numbers if self._may_ring(call, each)]
        others = [self._ring(call, dial, each, base) for each in numbers]
        is_bridged = False
        first: Call | None = None
        try:
            first = self._await_first(dial, others, wait)
            if first is not None:
                self._end(call, [each for each in others if each is not first], "canceled")
                whisper = _whisper(numbers[others.index(first)], base)
                is_bridged = self._talk(call, dial, first, whisper, wait)
        except CallOver:
            is_bridged = call.partner is not None
        finally:
            self._end(call, others, "canceled" if call.is_over else "no-answer")
        about = told(others, first, is_bridged=is_bridged)
        if call.is_over:
            raise CallerGone(about)
        return about

    def _watch(self, thread: threading.Thread) -> None:
        with self._exchange.changed:
            self._running = [*self.threads, thread]

    def _may_ring(self, call: Call, number: Number) -> bool:
        try:
            self._geography.check("voice", number.number)
        except TwilioRefusal as refusal:
            code = IN_TWIML.get(refusal.code, INVALID_NUMBER)
            call.note(self._exchange.now(), "error", code=code, url="")
            return False
        return True

    def _ring(self, call: Call, dial: Dial, number: Number, base: str) -> Call:
        at = self._exchange.now()
        other = Call(
            account_sid=call.account_sid,
            caller=dial.caller_id or call.caller,
            callee=number.number,
            direction="outbound-dial",
            created_at=at,
            started_at=at,
            instruction=Instruction(),
            reporting=_reporting(number, base),
            parent_sid=call.sid,
        )
        self._watch(self._reporter.report_call(other))
        with self._exchange.changed:
            self._exchange.add_call(other)
            self._exchange.report(other, "initiated", at)
            phone = self._exchange.phone_of(other)
            if phone.call is not None:
                self._exchange.move(other, "busy", at, BUSY_HERE)
            else:
                phone.call = other
                self._exchange.move(other, "ringing", at)
        return other

    def _await_first(self, dial: Dial, others: list[Call], wait: Wait) -> Call | None:
        def answered() -> list[Call]:
            return [each for each in others if each.answered_at is not None]

        until = time.monotonic() + dial.ring_seconds
        wait(until, lambda: bool(answered()) or all(each.is_over for each in others))
        with self._exchange.changed:
            return min(
                answered(), key=lambda each: each.answered_at or each.created_at, default=None
            )

    def _talk(
        self, call: Call, dial: Dial, other: Call, whisper: Instruction | None, wait: Wait
    ) -> bool:
        until = time.monotonic() + dial.limit_seconds
        if whisper is not None and not self._whisper(other, whisper, until, wait):
            return False
        with self._exchange.changed:
            if other.is_over:
                return whisper is None
            call.partner, other.partner = other, call
        wait(until, lambda: other.is_over)
        return True

    def _whisper(self, other: Call, instruction: Instruction, until: float, wait: Wait) -> bool:
        whisper = Whisper(other, self._exchange, self._settings, self._faults)
        self._watch(whisper.start(instruction))
        wait(until, lambda: other.is_over or whisper.is_over)
        return whisper.is_over and not other.is_over

    def _end(self, call: Call, others: list[Call], unanswered: Status) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            call.partner = None
            call.inputs.clear()
            for other in others:
                other.partner = None
                if other.status == "in-progress":
                    self._exchange.move(other, "completed", at, OK)
                else:
                    self._exchange.move(other, unanswered, at, REQUEST_TERMINATED)
                other.notices.put(None)


def told(others: list[Call], first: Call | None, *, is_bridged: bool) -> dict[str, str]:
    """Write what Twilio tells the product when a connection is over."""
    known = first or (others[0] if len(others) == 1 else None)
    about = {"DialCallSid": known.sid} if known else {}
    if known:
        about["DialCallDuration"] = str(known.duration_seconds)
    return {
        "DialCallStatus": _status(others, first, is_bridged=is_bridged),
        **about,
        "DialBridged": "true" if is_bridged else "false",
    }


def _status(others: list[Call], first: Call | None, *, is_bridged: bool) -> Status:
    if not others:
        return "failed"
    if first is not None:
        # Who hangs up during the whisper has declined: Twilio's own example of screened calls
        # goes on to the next number then, as it does when nobody answers.
        return "completed" if is_bridged else "no-answer"
    return "busy" if all(each.status == "busy" for each in others) else "no-answer"


def _whisper(number: Number, base: str) -> Instruction | None:
    return Instruction(urljoin(base, number.url), number.method) if number.url else None


def _reporting(number: Number, base: str) -> Reporting:
    if not number.status_url:
        return Reporting()
    url = urljoin(base, number.status_url)
    return Reporting(url, number.status_method, number.status_events)
