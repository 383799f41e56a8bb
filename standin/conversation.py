"""One call in progress: its thread waits, listens, speaks and asks for the next document.

Speaking is not slept through. Words and pauses add to a debt of speech; a question waits for
its own patience plus that debt, and the call only ends by itself once the debt is paid, so a
person hears everything while a test that presses keys at once loses no time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from standin.calls import Call, Input, Instruction
from standin.exchange import Exchange, call_parameters
from standin.refusals import TwimlTrouble
from standin.speech import seconds_to_say
from standin.twiml import Gather, Hangup, Pause, Redirect, Reject, Say, Verb, parse
from standin.webhooks import Webhooks

SILENCE = Instruction(twiml="<Response/>")
DEFAULT_LANGUAGES = {"en": "en-US", "zh_CN": "cmn-CN"}


class CallOver(Exception):
    """The call ended while its thread was busy or waiting."""


class Redirected(Exception):
    """The API sent the call to another document."""


@dataclass(frozen=True)
class Document:
    """TwiML in hand, and the address its relative links start from."""

    verbs: list[Verb]
    base: str


class Conversation:
    """Carries out TwiML on one call."""

    def __init__(self, call: Call, exchange: Exchange, webhooks: Webhooks, pace: float) -> None:
        self._call = call
        self._exchange = exchange
        self._webhooks = webhooks
        self._pace = pace
        self._quiet_at = time.monotonic()
        self._pause_debt = 0.0
        self._over_at = float("inf")

    def limit(self, seconds: float) -> None:
        """Start counting the longest time the call may take."""
        self._over_at = time.monotonic() + seconds

    def wait(self, until: float, ready: Callable[[], bool] = lambda: False) -> bool:
        """Wait for the moment or the condition; tell whether the condition came true.

        Raises: CallOver, Redirected.
        """
        with self._exchange.changed:
            while True:
                self._look_up()
                if ready():
                    return True
                remaining = min(until, self._over_at) - time.monotonic()
                if remaining <= 0:
                    break
                self._exchange.changed.wait(remaining)
        if time.monotonic() >= self._over_at:
            self._finish()
            raise CallOver
        return False

    def fetch(self, instruction: Instruction, news: dict[str, str] | None = None) -> Document:
        """Get the next document, from the fallback address where the first one fails.

        Raises: TwimlTrouble, CallOver, Redirected.
        """
        try:
            return self._ask(instruction, news or {})
        except TwimlTrouble as trouble:
            if not self._call.fallback.url:
                raise
            self._note(trouble)
            error = {"ErrorCode": str(trouble.code), "ErrorUrl": trouble.url}
            return self._ask(self._call.fallback, error)

    def perform(self, document: Document | None = None) -> None:
        """Carry out documents until the last one ends, then let the words be heard out.

        Raises: TwimlTrouble, CallOver.
        """
        instruction: Instruction | None = self._call.instruction
        while True:
            try:
                document = document or self.fetch(instruction or SILENCE)
                while document is not None:
                    document = self._play(document)
                self._close()
                break
            except Redirected:
                document, instruction = None, self._take_redirect()
        self._finish()

    def apologise(self, trouble: TwimlTrouble, words: str, language: str) -> None:
        """Say that something went wrong, and end the call.

        Raises: CallOver, Redirected.
        """
        self._take_redirect()
        self._note(trouble)
        self._hear(Say(words, DEFAULT_LANGUAGES.get(language, language), None, 1, 0.0))
        self._close()
        self._finish()

    def _note(self, trouble: TwimlTrouble) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            self._look_up()
            self._exchange.record(self._call, "state", f"error {trouble.code}", at)

    def _look_up(self) -> None:
        if self._call.is_over:
            raise CallOver
        if self._call.redirect is not None:
            raise Redirected

    def _take_redirect(self) -> Instruction | None:
        with self._exchange.changed:
            instruction, self._call.redirect = self._call.redirect, None
            self._call.is_closing = False
        self._forgive()
        return instruction

    def _ask(self, instruction: Instruction, news: dict[str, str]) -> Document:
        document: str | bytes = instruction.twiml or ""
        if instruction.twiml is None:
            # Keys pressed while the next document is on its way stay in the call's inputs: a
            # real caller is never that quick, a test is, and would lose them.
            parameters = {**call_parameters(self._call), **news}
            document = self._webhooks.fetch_twiml(instruction.url, instruction.method, parameters)
        with self._exchange.changed:
            self._look_up()
        try:
            return Document(parse(document), instruction.url)
        except TwimlTrouble as trouble:
            raise TwimlTrouble(trouble.code, instruction.url) from trouble

    def _play(self, document: Document) -> Document | None:
        for verb in document.verbs:
            match verb:
                case Say():
                    self._hear(verb)
                case Pause():
                    self._be_silent(verb)
                case Redirect():
                    # A document that waits by pausing and asking again must not spin.
                    self.wait(min(self._quiet_at, time.monotonic() + self._pause_debt))
                    return self._follow(document, verb.url, verb.method)
                case Hangup() | Reject():
                    return None
                case Gather():
                    answer = self._gather(verb)
                    if answer is not None:
                        return self._follow(document, verb.action, verb.method, answer)
        return None

    def _follow(
        self, document: Document, url: str, method: str, news: dict[str, str] | None = None
    ) -> Document:
        self._pause_debt = 0.0
        return self.fetch(Instruction(urljoin(document.base, url), method), news)

    def _hear(self, say: Say) -> None:
        at = self._exchange.now()
        for _ in range(say.times):
            with self._exchange.changed:
                self._look_up()
                self._exchange.record(self._call, "heard", say.text, at, say.language, say.voice)
            self._owe(seconds_to_say(say.text) + say.pause_seconds)

    def _be_silent(self, pause: Pause) -> None:
        self._owe(pause.seconds)
        self._pause_debt += pause.seconds * self._pace

    def _owe(self, seconds: float) -> None:
        self._quiet_at = max(self._quiet_at, time.monotonic()) + seconds * self._pace

    def _forgive(self) -> None:
        self._quiet_at, self._pause_debt = time.monotonic(), 0.0

    def _gather(self, gather: Gather) -> dict[str, str] | None:
        for prompt in gather.prompts:
            if isinstance(prompt, Say):
                self._hear(prompt)
            else:
                self._be_silent(prompt)
        if not gather.can_be_interrupted:
            # What is pressed meanwhile is kept for the end of the words, not thrown away.
            self.wait(self._quiet_at)
        return self._listen(gather)

    def _listen(self, gather: Gather) -> dict[str, str] | None:
        digits = ""
        until = max(self._quiet_at, time.monotonic()) + gather.patience_seconds
        while (given := self._next_input(until)) is not None:
            if given.speech and gather.takes_speech:
                self._forgive()
                confidence = f"{given.confidence:g}"
                return {"SpeechResult": given.speech, "Confidence": confidence}
            if not given.key or not gather.takes_keys:
                continue
            self._forgive()
            if given.key == gather.finish_key:
                return _digits(digits, gather, given.key)
            digits += given.key
            if len(digits) == gather.digits_wanted:
                return _digits(digits, gather)
            until = time.monotonic() + gather.patience_seconds
        return _digits(digits, gather)

    def _next_input(self, until: float) -> Input | None:
        inputs = self._call.inputs
        if not self.wait(until, lambda: bool(inputs)):
            return None
        with self._exchange.changed:
            return inputs.popleft()

    def _close(self) -> None:
        with self._exchange.changed:
            self._call.is_closing = True
            self._call.inputs.clear()
        self.wait(self._quiet_at)

    def _finish(self) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            self._exchange.move(self._call, "completed", at, sip_code=200)


def _digits(digits: str, gather: Gather, finished_on: str = "") -> dict[str, str] | None:
    if not digits and not gather.answers_silence:
        return None
    return {"Digits": digits, "FinishedOnKey": finished_on}
