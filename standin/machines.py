"""Answering machines: what their greeting does, and what Twilio makes of who picked up."""

import time
from typing import Protocol

from standin.calls import Call, Notice
from standin.exchange import Exchange, call_parameters

OF_A_MACHINE = {"Enable": "machine_start", "DetectMessageEnd": "machine_end_beep"}
HUMAN = "human"


class Wait(Protocol):
    """Waits for a moment, as long as the call lives."""

    def __call__(self, until: float) -> bool:
        """Wait."""


def detect(call: Call, exchange: Exchange, wait: Wait, pace: float) -> None:
    """Tell who picked up, if the product wants to know: with the call, or by its own callback.

    Raises: CallOver, Redirected.
    """
    mode = call.detection.mode
    if not mode:
        return
    answered_by = OF_A_MACHINE[mode] if call.greeting else HUMAN
    seconds = call.greeting.seconds if call.greeting else 0.0
    is_asynchronous = bool(call.detection.reporting.url)
    if mode == "DetectMessageEnd" and not is_asynchronous:
        wait(time.monotonic() + seconds * pace)
    at = exchange.now()
    with exchange.changed:
        call.answered_by = answered_by
        call.note(at, "machine", AnsweredBy=answered_by, mode=mode)
        if is_asynchronous and not call.is_silenced:
            duration = {"MachineDetectionDuration": str(round(seconds * 1000))}
            told = {**call_parameters(call), "AnsweredBy": answered_by, **duration}
            call.notices.put(Notice(call.detection.reporting, told))
