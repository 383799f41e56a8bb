"""One call in progress: its thread waits, listens, speaks and asks for the next document.

Speaking is not slept through. Words and pauses add to a debt of speech; a question waits for
its own patience plus that debt, and the call only ends by itself once the debt is paid, so a
person hears everything while a test that presses keys at once loses no time.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import urljoin

from standin.calls import Call, Input, Instruction
from standin.documents import CallOver, Document, Documents, Redirected, look_up
from standin.exchange import Exchange
from standin.refusals import TwimlTrouble
from standin.twiml import Dial, Gather, Hangup, Pause, Redirect, Reject, Say

SILENCE = Instruction(twiml="<Response/>")
DEFAULT_LANGUAGES = {"en": "en-US", "zh_CN": "cmn-CN"}


class CallerGone(CallOver):
    """The call ended while it was connected with another phone, or about to be."""

    def __init__(self, told: dict[str, str]) -> None:
        super().__init__()
        # What Twilio tells of the connection all the same.
        self.told = told


class Wait(Protocol):
    """Waits for a moment or a condition, as long as a call lives."""

    def __call__(self, until: float, ready: Callable[[], bool]) -> bool:
        """Tell whether the condition came true."""


class Connect(Protocol):
    """Connects a call with another phone."""

    def __call__(self, call: Call, dial: Dial, base: str, wait: Wait) -> dict[str, str]:
        """Return, when the two have talked, what Twilio tells of it.

        Raises: CallerGone.
        """


class Conversation:
    """Carries out TwiML on one call."""

    def __init__(
        self, call: Call, exchange: Exchange, documents: Documents, pace: float, connect: Connect
    ) -> None:
        self._call = call
        self._exchange = exchange
        self._documents = documents
        self._pace = pace
        self._connect_with = connect
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
                look_up(self._call)
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

    def perform(self, document: Document | None = None) -> None:
        """Carry out documents until the last one ends, and end the call.

        Raises: TwimlTrouble, CallOver.
        """
        self.carry_out(document)
        self._finish()

    def carry_out(self, document: Document | None = None) -> None:
        """Carry out documents until the last one ends, and let the words be heard out.

        Raises: TwimlTrouble, CallOver.
        """
        instruction: Instruction | None = self._call.instruction
        while True:
            try:
                document = document or self._documents.fetch(instruction or SILENCE)
                while document is not None:
                    document = self._play(document)
                self._close()
                break
            except Redirected:
                document, instruction = None, self._take_redirect()

    def apologise(self, trouble: TwimlTrouble, words: str, language: str) -> None:
        """Say that something went wrong, and end the call.

        Raises: CallOver, Redirected.
        """
        self._take_redirect()
        self._documents.note(trouble)
        self._hear(Say(words, DEFAULT_LANGUAGES.get(language, language)))
        self._close()
        self._finish()

    def _take_redirect(self) -> Instruction | None:
        with self._exchange.changed:
            instruction, self._call.redirect = self._call.redirect, None
            self._call.is_closing = False
        self._forgive()
        return instruction

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
                    self._close()
                    self._finish()
                    raise CallOver
                case Dial():
                    told = self._connect(verb, document.base)
                    if verb.action:
                        return self._follow(document, verb.action, verb.method, told)
                case Gather():
                    answer = self._gather(verb)
                    if answer is not None:
                        return self._follow(document, verb.action, verb.method, answer)
        return None

    def _follow(
        self, document: Document, url: str, method: str, news: dict[str, str] | None = None
    ) -> Document:
        self._pause_debt = 0.0
        return self._documents.fetch(Instruction(urljoin(document.base, url), method), news)

    def _connect(self, dial: Dial, base: str) -> dict[str, str]:
        self.wait(self._quiet_at)
        try:
            told = self._connect_with(self._call, dial, base, self.wait)
        except CallerGone as gone:
            if dial.action:
                action = Instruction(urljoin(base, dial.action), dial.method)
                self._documents.tell(action, gone.told)
            raise
        self._call.note(self._exchange.now(), "verb", verb="Dial", **told)
        self._forgive()
        return told

    def _hear(self, say: Say) -> None:
        at = self._exchange.now()
        for _ in range(say.times):
            with self._exchange.changed:
                look_up(self._call)
                self._exchange.record(self._call, "heard", say.text, at, say.language, say.voice)
                self._note_words(say, at)
            self._owe(say.seconds)

    def _note_words(self, say: Say, at: datetime) -> None:
        self._call.note(
            at,
            "verb",
            verb="Say",
            text=say.text,
            language=say.language,
            rate=say.rate,
            pause_seconds=say.pause_seconds,
            seconds=round(say.seconds, 2),
        )

    def _be_silent(self, pause: Pause) -> None:
        self._call.note(self._exchange.now(), "verb", verb="Pause", seconds=pause.seconds)
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
        answer = self._listen(gather)
        self._call.note(
            self._exchange.now(),
            "verb",
            verb="Gather",
            language=gather.language,
            hints=len(gather.hints),
            answered=sorted(answer or {}),
        )
        return answer

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
