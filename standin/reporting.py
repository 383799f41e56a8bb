"""Status callbacks: posted in order by one thread per call or message."""

import logging
import threading
from queue import SimpleQueue

import requests

from standin.calls import Call, Notice
from standin.webhooks import Webhooks

logger = logging.getLogger(__name__)


def report_call(call: Call, auth_token: str) -> threading.Thread:
    """Start posting the news of a call, until the call says that was all."""
    return _start(call.notices, auth_token, call)


def report_notices(notices: list[Notice], auth_token: str) -> threading.Thread:
    """Post these notices, in this order."""
    queue: SimpleQueue[Notice | None] = SimpleQueue()
    for notice in notices:
        queue.put(notice)
    queue.put(None)
    return _start(queue, auth_token, None)


def _start(
    queue: "SimpleQueue[Notice | None]", auth_token: str, call: Call | None
) -> threading.Thread:
    thread = threading.Thread(
        target=_deliver, args=(queue, auth_token, call), name="standin-callbacks", daemon=True
    )
    thread.start()
    return thread


def _deliver(queue: "SimpleQueue[Notice | None]", auth_token: str, call: Call | None) -> None:
    webhooks = Webhooks(auth_token)
    while (notice := queue.get()) is not None:
        if call is None or not call.is_silenced:
            _post(webhooks, notice)
    webhooks.close()


def _post(webhooks: Webhooks, notice: Notice) -> None:
    reporting = notice.reporting
    # Twilio tries a second time only when it could not connect at all.
    for _ in range(2):
        try:
            webhooks.send(reporting.url, reporting.method, notice.parameters)
        except requests.ConnectionError:
            continue
        except requests.RequestException:
            break
        return
    logger.warning("standin.callback_lost")
