"""How a call gets its next TwiML: from the product's address, or from the fallback one."""

import time
from dataclasses import dataclass

from standin.calls import Call, Instruction
from standin.exchange import Exchange, call_parameters
from standin.faults import Faults
from standin.refusals import TwimlTrouble
from standin.twiml import Verb, parse
from standin.webhooks import UNREACHABLE, Webhooks


class CallOver(Exception):
    """The call ended while its thread was busy or waiting."""


class Redirected(Exception):
    """The API sent the call to another document."""


@dataclass(frozen=True)
class Document:
    """TwiML in hand, and the address its relative links start from."""

    verbs: list[Verb]
    base: str


def look_up(call: Call) -> None:
    """Notice what others did to the call meanwhile; under the exchange's lock.

    Raises: CallOver, Redirected.
    """
    if call.is_over:
        raise CallOver
    if call.redirect is not None:
        raise Redirected


class Documents:
    """Asks for the documents of one call."""

    def __init__(self, call: Call, exchange: Exchange, webhooks: Webhooks, faults: Faults) -> None:
        self._call = call
        self._exchange = exchange
        self._webhooks = webhooks
        self._faults = faults

    def fetch(self, instruction: Instruction, news: dict[str, str] | None = None) -> Document:
        """Get the next document, from the fallback address where the first one fails.

        Raises: TwimlTrouble, CallOver, Redirected.
        """
        try:
            return self._ask(instruction, news or {}, self._strike(instruction))
        except TwimlTrouble as trouble:
            if not self._call.fallback.url:
                raise
            self.note(trouble)
            error = {"ErrorCode": str(trouble.code), "ErrorUrl": trouble.url}
            return self._ask(self._call.fallback, error, "")

    def tell(self, instruction: Instruction, news: dict[str, str]) -> None:
        """Tell what became of a call that is over; whatever is answered is not carried out."""
        if self._call.is_silenced:
            return
        try:
            self._request(instruction, news, self._strike(instruction))
        except TwimlTrouble as trouble:
            self._call.note(self._exchange.now(), "error", code=trouble.code, url=trouble.url)

    def note(self, trouble: TwimlTrouble) -> None:
        """Write an error down, for the person at the phone and in the trace.

        Raises: CallOver, Redirected.
        """
        at = self._exchange.now()
        with self._exchange.changed:
            look_up(self._call)
            self._exchange.record(self._call, "state", f"error {trouble.code}", at)
            self._call.note(at, "error", code=trouble.code, url=trouble.url)

    def _strike(self, instruction: Instruction) -> str:
        fault = self._faults.strike("webhooks") if instruction.twiml is None else ""
        if fault:
            self._call.note(self._exchange.now(), "fault", switch="webhooks", fault=fault)
        return fault

    def _ask(self, instruction: Instruction, news: dict[str, str], fault: str) -> Document:
        document: str | bytes = instruction.twiml or ""
        started_at = time.monotonic()
        if instruction.twiml is None:
            # Keys pressed while the next document is on its way stay in the call's inputs: a
            # real caller is never that quick, a test is, and would lose them.
            document = self._request(instruction, news, fault)
        with self._exchange.changed:
            look_up(self._call)
        try:
            verbs = parse(document)
        except TwimlTrouble as trouble:
            raise TwimlTrouble(trouble.code, instruction.url) from trouble
        self._call.note(
            self._exchange.now(),
            "webhook",
            url=instruction.url,
            method=instruction.method,
            told=sorted(news),
            milliseconds=round((time.monotonic() - started_at) * 1000),
            verbs=[type(verb).__name__ for verb in verbs],
        )
        return Document(verbs, instruction.url)

    def _request(self, instruction: Instruction, news: dict[str, str], fault: str) -> bytes:
        if fault == "unreachable":
            raise TwimlTrouble(UNREACHABLE, instruction.url)
        parameters = {**call_parameters(self._call), **news}
        answer = self._webhooks.fetch_twiml(instruction.url, instruction.method, parameters)
        if fault == "slow":
            # The product did its part, but Twilio had stopped waiting.
            raise TwimlTrouble(UNREACHABLE, instruction.url)
        return answer
