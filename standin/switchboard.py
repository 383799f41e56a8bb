"""What people do with the phones, and what the API does to running calls."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from standin.calls import Call, Greeting, Input, Instruction, Reporting, Status
from standin.dialling import Dialler
from standin.exchange import Exchange
from standin.faults import Faults
from standin.phones import Kind, Phone
from standin.ports import Demonstration
from standin.refusals import TwilioRefusal, WrongState
from standin.settings import StandinSettings

BUSY_HERE, DECLINE, REQUEST_TERMINATED, OK = 486, 603, 487, 200
LAST_REQUESTS_SECONDS = 3.0


class Switchboard:
    """Every action of the stand-in that changes a call."""

    def __init__(
        self,
        exchange: Exchange,
        dialler: Dialler,
        demonstration: Demonstration,
        settings: StandinSettings,
        faults: Faults,
    ) -> None:
        self._exchange = exchange
        self._dialler = dialler
        self._demonstration = demonstration
        self._settings = settings
        self._faults = faults

    def place(self, call: Call) -> None:
        """Start a call that the API asked for."""
        with self._exchange.changed:
            self._exchange.line = call.caller
        self._dialler.start(call)

    def answer(self, number: str) -> dict[str, Any]:
        """Pick up a ringing phone."""
        return self._take(number, "in-progress")

    def let_machine_answer(self, number: str, greeting: Greeting) -> dict[str, Any]:
        """Let an answering machine take a ringing call; it hears everything and presses nothing.

        Only the keys that its greeting plays arrive, like keys that somebody presses.
        """
        at = self._exchange.now()
        with self._exchange.changed:
            phone, call = self._in_state(number, "ringing")
            call.greeting = greeting
            call.inputs.extend(Input(key=key) for key in greeting.keys)
            call.note(at, "machine", keys=len(greeting.keys), seconds=greeting.seconds)
            self._exchange.move(call, "in-progress", at, note="voicemail")
            return phone.as_json()

    def reject(self, number: str) -> dict[str, Any]:
        """Decline a ringing call; Twilio calls that busy, with another SIP code."""
        return self._take(number, "busy", DECLINE, "rejected")

    def be_busy(self, number: str) -> dict[str, Any]:
        """Let a ringing phone answer that it is engaged."""
        return self._take(number, "busy", BUSY_HERE)

    def hang_up(self, number: str) -> dict[str, Any]:
        """Put down the phone, in a call or while dialling."""
        at = self._exchange.now()
        with self._exchange.changed:
            phone, call = self._in_state(number, "in_call", "dialling")
            status: Status = "completed" if phone.state == "in_call" else "canceled"
            self._exchange.move(call, status, at, OK)
            return phone.as_json()

    def press(self, number: str, digits: str) -> dict[str, Any]:
        """Press keys, one after the other."""
        return self._give(number, "pressed", digits, [Input(key=key) for key in digits])

    def say(self, number: str, text: str, confidence: float) -> dict[str, Any]:
        """Speak into the phone."""
        return self._give(number, "said", text, [Input(speech=text, confidence=confidence)])

    def call_us(self, number: str, server: str) -> dict[str, Any]:
        """Ring the product's own line from a phone."""
        product = self._settings.public_base_url or server
        at = self._exchange.now()
        with self._exchange.changed:
            phone = self._exchange.phone(number)
            if phone.call is not None:
                raise WrongState
            call = Call(
                account_sid=self._settings.account_sid,
                caller=number,
                callee=self._exchange.line,
                direction="inbound",
                created_at=at,
                started_at=at,
                status="ringing",
                instruction=Instruction(urljoin(product, self._settings.line_answer)),
                fallback=Instruction(urljoin(product, self._settings.line_fallback)),
                reporting=Reporting(urljoin(product, self._settings.line_status)),
            )
            phone.call = call
            self._exchange.record(call, "state", "dialling", at)
            answer = phone.as_json()
        self._dialler.start(call)
        return answer

    def end(self, call: Call, wanted: str) -> None:
        """End a call as the API asks: `canceled` leaves a running one alone."""
        at = self._exchange.now()
        with self._exchange.changed:
            call.note(at, "api", Status=wanted)
            if call.status == "in-progress":
                if wanted == "completed":
                    self._exchange.move(call, "completed", at, OK)
            else:
                self._exchange.move(call, "canceled", at, REQUEST_TERMINATED)

    def redirect(self, call: Call, instruction: Instruction) -> None:
        """Send a running call to another document.

        Raises: TwilioRefusal.
        """
        at = self._exchange.now()
        with self._exchange.changed:
            if call.status != "in-progress":
                raise TwilioRefusal(21220)
            call.note(at, "api", Url=instruction.url)
            call.redirect = instruction
            self._exchange.touch()

    def reset(self) -> datetime:
        """Put everything back as new; live calls end without a word to anybody."""
        self._faults.clear()
        self._dialler.forget_queue()
        with self._exchange.changed:
            for call in self._exchange.calls.values():
                call.is_silenced = True
                if not call.is_over:
                    call.status = "canceled"
                self._exchange.touch()
        self._dialler.wait_for_threads(LAST_REQUESTS_SECONDS)
        self._demonstration.reset()
        cast = self._demonstration.cast()
        with self._exchange.changed:
            self._exchange.clear(cast)
        return self._exchange.now()

    def _take(
        self, number: str, status: Status, sip_code: int = 0, note: str = ""
    ) -> dict[str, Any]:
        at = self._exchange.now()
        with self._exchange.changed:
            phone, call = self._in_state(number, "ringing")
            self._exchange.move(call, status, at, sip_code, note)
            return phone.as_json()

    def _give(self, number: str, kind: Kind, text: str, inputs: list[Input]) -> dict[str, Any]:
        at = self._exchange.now()
        with self._exchange.changed:
            phone, call = self._in_state(number, "in_call")
            self._exchange.record(call, kind, text, at)
            call.note(at, "input", **{kind: text})
            partner = call.partner
            if kind == "said" and partner is not None and partner.status == "in-progress":
                self._exchange.record(partner, "heard", text, at)
            if not call.is_closing:
                call.inputs.extend(inputs)
            return phone.as_json()

    def _in_state(self, number: str, *states: str) -> tuple[Phone, Call]:
        phone = self._exchange.phone(number)
        if phone.call is None or phone.state not in states:
            raise WrongState
        return phone, phone.call
