"""The life of a call from the first ring: one thread for each.

Rings, silences and words last real seconds, as on a real phone; the demo clock only dates them.
"""

import logging
import threading
import time

from standin.bridging import Bridges
from standin.calls import Call, Status
from standin.conversation import Conversation
from standin.documents import CallOver, Document, Documents, Redirected
from standin.exchange import Exchange
from standin.faults import Faults
from standin.machines import detect
from standin.pacing import Pacing
from standin.ports import Texts
from standin.refusals import TwimlTrouble
from standin.reporting import Reporter
from standin.settings import StandinSettings
from standin.twiml import Hangup, Reject
from standin.webhooks import Webhooks

BUSY_HERE, NOT_FOUND, REQUEST_TERMINATED = 486, 404, 487
APOLOGY = "standin.voice.application_error"

logger = logging.getLogger(__name__)


class Dialler:
    """Starts calls and sees them through."""

    def __init__(
        self,
        exchange: Exchange,
        texts: Texts,
        settings: StandinSettings,
        reporter: Reporter,
        faults: Faults,
        bridges: Bridges,
    ) -> None:
        self._exchange = exchange
        self._texts = texts
        self._settings = settings
        self._reporter = reporter
        self._faults = faults
        self._bridges = bridges
        self._pacing = Pacing()
        self._threads: list[threading.Thread] = []

    def start(self, call: Call) -> None:
        """Let the call live its life."""
        thread = threading.Thread(
            target=self._live, args=(call,), name=f"standin-{call.sid}", daemon=True
        )
        with self._exchange.changed:
            self._exchange.add_call(call)
            running = [old for old in self._threads if old.is_alive()]
            thread.start()
            self._threads = [*running, thread, self._reporter.report_call(call)]

    def wait_for_threads(self, seconds: float) -> None:
        """Give running requests a moment to end, so that none arrives after a reset."""
        until = time.monotonic() + seconds
        with self._exchange.changed:
            threads = [*self._threads, *self._bridges.threads]
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def forget_queue(self) -> None:
        """Let the next call start at once."""
        self._pacing.forget()

    def _live(self, call: Call) -> None:
        webhooks = Webhooks(self._settings.auth_token)
        documents = Documents(call, self._exchange, webhooks, self._faults)
        conversation = Conversation(
            call, self._exchange, documents, self._settings.pace, self._bridges.connect
        )
        try:
            if call.direction == "inbound":
                self._ring_the_line(call, conversation, documents)
            else:
                self._ring_the_phone(call, conversation)
        except (CallOver, Redirected):
            logger.debug("standin.call_over")
        finally:
            self._clean_up(call, webhooks)

    def _clean_up(self, call: Call, webhooks: Webhooks) -> None:
        # Whatever happened, no phone may stay off the hook and no thread behind.
        try:
            self._end(call, "failed")
        finally:
            call.notices.put(None)
            webhooks.close()

    def _ring_the_phone(self, call: Call, conversation: Conversation) -> None:
        self._queue(call, conversation)
        if not self._occupy(call):
            return
        answered = conversation.wait(
            time.monotonic() + call.ring_seconds, lambda: call.status == "in-progress"
        )
        if not answered:
            self._end(call, "no-answer", REQUEST_TERMINATED)
            return
        conversation.limit(call.limit_seconds)
        detect(call, self._exchange, conversation.wait, self._settings.pace)
        self._converse(call, conversation, None)

    def _queue(self, call: Call, conversation: Conversation) -> None:
        start = self._pacing.next_start(self._faults.calls_per_second)
        call.queue_milliseconds = max(0, round((start - time.monotonic()) * 1000))
        conversation.wait(start)

    def _occupy(self, call: Call) -> bool:
        at = self._exchange.now()
        with self._exchange.changed:
            if call.is_over:
                return False
            call.started_at = at
            self._exchange.report(call, "initiated", at)
            phone = self._exchange.phone_of(call)
            if phone.call is not None:
                self._exchange.move(call, "busy", at, BUSY_HERE)
                return False
            phone.call = call
            self._exchange.move(call, "ringing", at)
            return True

    def _ring_the_line(self, call: Call, conversation: Conversation, documents: Documents) -> None:
        try:
            document = documents.fetch(call.instruction)
        except TwimlTrouble as trouble:
            self._fail(call, trouble)
            return
        first = document.verbs[0] if document.verbs else Hangup()
        if isinstance(first, Reject):
            self._end(call, "busy" if first.reason == "busy" else "no-answer")
            return
        at = self._exchange.now()
        with self._exchange.changed:
            self._exchange.move(call, "in-progress", at)
        conversation.limit(call.limit_seconds)
        self._converse(call, conversation, document)

    def _converse(self, call: Call, conversation: Conversation, document: Document | None) -> None:
        try:
            conversation.perform(document)
        except TwimlTrouble as trouble:
            language = self._exchange.phone_of(call).language
            conversation.apologise(trouble, self._texts.text(language, APOLOGY), language)

    def _fail(self, call: Call, trouble: TwimlTrouble) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            if call.is_over:
                return
            self._exchange.record(call, "state", f"error {trouble.code}", at)
            call.note(at, "error", code=trouble.code, url=trouble.url)
            self._exchange.move(call, "failed", at, NOT_FOUND)

    def _end(self, call: Call, status: Status, sip_code: int = 0) -> None:
        at = self._exchange.now()
        with self._exchange.changed:
            self._exchange.move(call, status, at, sip_code)
