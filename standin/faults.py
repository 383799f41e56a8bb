"""What may go wrong on purpose: switches for the troubles that Twilio and its carriers have."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from standin.refusals import Problem, TwilioRefusal

SWITCHES: Mapping[str, tuple[str, ...]] = {
    # Creating a call or a message.
    "api": ("too_many_requests", "unavailable", "error_after_accepting", "silence_after_accepting"),
    # Asking the product for TwiML: too late (it was asked), or not at all. Then comes the fallback.
    "webhooks": ("slow", "unreachable"),
    # Status callbacks of calls and messages.
    "callbacks": ("twice", "out_of_order", "lost"),
    # What becomes of a message that was taken.
    "messages": ("unreachable", "landline", "filtered"),
}
MOST_STRIKES = 1000
MOST_CALLS_A_SECOND = 100
# Longer than any client of ours waits, shorter than a worker of the server should be held.
SILENCE_SECONDS = 8.0
MOST_SILENCES = 4
REFUSED_AT_ONCE = {"too_many_requests": 20429, "unavailable": 20503}
UNEXPECTED = 20500


@dataclass
class Fault:
    """A fault that is switched on, and how often it still strikes; None is always."""

    name: str
    times: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the fault as the control contract has it."""
        return {"fault": self.name, "times": self.times}


class Faults:
    """The switches; any thread may read and set them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._on: dict[str, Fault] = {}
        self._silences = threading.BoundedSemaphore(MOST_SILENCES)
        self._era = 0
        self.calls_per_second: float | None = None

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Set the switches that are named, all or none of them.

        Raises: Problem.
        """
        read = {name: _read(name, value) for name, value in wanted.items() if name in SWITCHES}
        if set(wanted) - set(SWITCHES) - {"calls_per_second"}:
            raise Problem(422, "switch_unknown")
        pace = _read_pace(wanted.get("calls_per_second", self.calls_per_second))
        with self._changed:
            self.calls_per_second = pace
            self._on.update({name: fault for name, fault in read.items() if fault})
            for name in [name for name, fault in read.items() if fault is None]:
                self._on.pop(name, None)

    def clear(self) -> None:
        """Switch everything off, and let go of requests that are kept waiting."""
        with self._changed:
            self._on.clear()
            self.calls_per_second = None
            self._era += 1
            self._changed.notify_all()

    def strike(self, switch: str) -> str:
        """Tell which fault strikes now, if any, and count it."""
        with self._changed:
            fault = self._on.get(switch)
            if fault is None:
                return ""
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    del self._on[switch]
            return fault.name

    @contextmanager
    def around_creation(self) -> Iterator[None]:
        """Let the creation of a call or message go wrong, before or after it is done.

        Raises: TwilioRefusal.
        """
        fault = self.strike("api")
        if fault in REFUSED_AT_ONCE:
            raise TwilioRefusal(REFUSED_AT_ONCE[fault])
        yield
        if fault == "silence_after_accepting":
            self._keep_waiting()
        if fault:
            raise TwilioRefusal(UNEXPECTED)

    def as_json(self) -> dict[str, Any]:
        """Give all switches as the control contract has them."""
        with self._changed:
            on = {name: fault.as_json() for name, fault in self._on.items()}
            return {
                **{name: on.get(name) for name in SWITCHES},
                "calls_per_second": self.calls_per_second,
            }

    def _keep_waiting(self) -> None:
        if not self._silences.acquire(blocking=False):
            return
        try:
            with self._changed:
                era = self._era
                self._changed.wait_for(lambda: era != self._era, SILENCE_SECONDS)
        finally:
            self._silences.release()


def _read(switch: str, value: object) -> Fault | None:
    if value is None:
        return None
    wanted = value if isinstance(value, dict) else {"fault": value}
    name, times = wanted.get("fault"), wanted.get("times")
    if name not in SWITCHES[switch]:
        raise Problem(422, "fault_unknown")
    if times is not None and (type(times) is not int or not 1 <= times <= MOST_STRIKES):
        raise Problem(422, "times_invalid")
    return Fault(str(name), times)


def _read_pace(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(422, "calls_per_second_invalid")
    if not 0 < value <= MOST_CALLS_A_SECOND:
        raise Problem(422, "calls_per_second_invalid")
    return float(value)
