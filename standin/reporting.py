"""Status callbacks: posted in order by one thread per call or message, unless a fault says else."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from queue import SimpleQueue

import requests

from standin.calls import Call, Notice
from standin.faults import Faults
from standin.webhooks import Webhooks

logger = logging.getLogger(__name__)


class Reporter:
    """Posts the news of calls and messages."""

    def __init__(self, auth_token: str, faults: Faults, now: Callable[[], datetime]) -> None:
        self._auth_token = auth_token
        self._faults = faults
        self._now = now

    def report_call(self, call: Call) -> threading.Thread:
        """Start posting the news of a call, until the call says that was all."""
        return self._start(call.notices, call)

    def report_notices(self, notices: list[Notice]) -> threading.Thread:
        """Post these notices, in this order."""
        queue: SimpleQueue[Notice | None] = SimpleQueue()
        for notice in notices:
            queue.put(notice)
        queue.put(None)
        return self._start(queue, None)

    def _start(self, queue: "SimpleQueue[Notice | None]", call: Call | None) -> threading.Thread:
        thread = threading.Thread(
            target=self._deliver, args=(queue, call), name="standin-callbacks", daemon=True
        )
        thread.start()
        return thread

    def _deliver(self, queue: "SimpleQueue[Notice | None]", call: Call | None) -> None:
        webhooks = Webhooks(self._auth_token)
        held_back: list[Notice] = []
        while (notice := queue.get()) is not None:
            fault = self._faults.strike("callbacks")
            if fault:
                self._note(call, fault, notice)
            if fault == "out_of_order" and not held_back:
                held_back.append(notice)
                continue
            times = {"twice": 2, "lost": 0}.get(fault, 1)
            for each in [*([notice] * times), *held_back]:
                self._post(webhooks, each, call)
            held_back.clear()
        for notice in held_back:
            self._post(webhooks, notice, call)
        webhooks.close()

    def _post(self, webhooks: Webhooks, notice: Notice, call: Call | None) -> None:
        if call is not None and call.is_silenced:
            return
        answered = post(webhooks, notice)
        if call is not None:
            told = {name: notice.parameters.get(name) for name in ("CallStatus", "SequenceNumber")}
            call.note(self._now(), "callback", **told, answered=answered)

    def _note(self, call: Call | None, fault: str, notice: Notice) -> None:
        if call is not None:
            status = notice.parameters.get("CallStatus")
            call.note(self._now(), "fault", switch="callbacks", fault=fault, CallStatus=status)


def post(webhooks: Webhooks, notice: Notice) -> int | None:
    """Post a notice; return the HTTP status that came back, or nothing."""
    reporting = notice.reporting
    try:
        answer = webhooks.send(reporting.url, reporting.method, notice.parameters, notice.token)
    except requests.RequestException:
        logger.warning("standin.callback_lost")
        return None
    return answer.status_code
