"""How fast messages leave: segments a second for each sender, and how long a queue may be.

`by_sender` is what Twilio publishes (on its pages about the errors 30001 and 21611, and about how
quickly messages can be sent): one for a number of the United States or Canada, three for a
toll-free one, a hundred for a short code. Other senders have no general figure there, and no limit
here.
"""

import re
import threading
from collections.abc import Mapping
from typing import Any, Literal

import phonenumbers

from standin.geography import country_of
from standin.refusals import Problem

BY_SENDER: Literal["by_sender"] = "by_sender"
LONG_CODE, TOLL_FREE, SHORT_CODE = 1.0, 3.0, 100.0
LONG_CODE_COUNTRIES = frozenset({"US", "CA"})
# "Each queue can hold up to 10 hours' worth of message segments."
LONGEST_QUEUE_SECONDS = 36_000.0
MOST_SEGMENTS_A_SECOND = 1000

Pace = float | Literal["by_sender"] | None


class Limits:
    """The two limits; any thread may read and set them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pace: Pace = None
        self.queue_seconds = LONGEST_QUEUE_SECONDS

    def pace_of(self, sender: str) -> float | None:
        """Tell how many segments a second a sender may send; nothing is no limit."""
        pace = self._pace
        return _usual_pace(sender) if pace == BY_SENDER else pace

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Set what is named, all or nothing of it.

        Raises: Problem.
        """
        if not wanted or wanted.keys() - {"segments_per_second", "queue_seconds"}:
            raise Problem(422, "limit_unknown")
        pace = _read_pace(wanted.get("segments_per_second", self._pace))
        seconds = _read_seconds(wanted.get("queue_seconds", self.queue_seconds))
        with self._lock:
            self._pace, self.queue_seconds = pace, seconds

    def reset(self) -> None:
        """Put them back as they are delivered."""
        with self._lock:
            self._pace, self.queue_seconds = None, LONGEST_QUEUE_SECONDS

    def as_json(self) -> dict[str, Any]:
        """Give them as the control contract has them."""
        with self._lock:
            return {"segments_per_second": self._pace, "queue_seconds": self.queue_seconds}


def _usual_pace(sender: str) -> float | None:
    if re.fullmatch(r"\d{5,6}", sender):
        return SHORT_CODE
    if country_of(sender) not in LONG_CODE_COUNTRIES:
        return None
    kind = phonenumbers.number_type(phonenumbers.parse(sender))
    return TOLL_FREE if kind == phonenumbers.PhoneNumberType.TOLL_FREE else LONG_CODE


def _read_pace(value: object) -> Pace:
    if value is None or value == BY_SENDER:
        return None if value is None else BY_SENDER
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(422, "segments_per_second_invalid")
    if not 0 < value <= MOST_SEGMENTS_A_SECOND:
        raise Problem(422, "segments_per_second_invalid")
    return float(value)


def _read_seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(422, "queue_seconds_invalid")
    if not 0 < value <= LONGEST_QUEUE_SECONDS:
        raise Problem(422, "queue_seconds_invalid")
    return float(value)
