"""The geo table: to which countries the account may call and write, as set in Twilio's console.

Countries are those of ISO 3166, found by the number. Twilio's console has one row for the United
States and Canada together, and goes by the calling code for messages; here each has its own.
"""

import json
import threading
from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

import phonenumbers

from standin.numbers import check_callee
from standin.refusals import Problem, TwilioRefusal

Channel = Literal["voice", "sms"]
Permits = dict[str, bool]

NOT_PERMITTED: Mapping[Channel, int] = {"voice": 21215, "sms": 21408}
CHANNELS = frozenset(NOT_PERMITTED)
# The row of every country that has none of its own.
OTHERS = "others"


class Geography:
    """The table; any thread may read and set it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows = _delivered()

    def check(self, channel: Channel, number: str) -> None:
        """Refuse a number that cannot be reached, or in a country that is not permitted.

        Raises: TwilioRefusal.
        """
        check_callee(channel, number)
        with self._lock:
            permits = self._rows.get(country_of(number), self._rows[OTHERS])
            is_permitted = permits[channel]
        if not is_permitted:
            raise TwilioRefusal(NOT_PERMITTED[channel], number=number)

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Set the row of one country, or of all others.

        Raises: Problem.
        """
        country = str(wanted.get("country"))
        if country != OTHERS and country not in phonenumbers.SUPPORTED_REGIONS:
            raise Problem(422, "country_unknown")
        permits = {name: value for name, value in wanted.items() if name != "country"}
        if not permits or not _are_permits(permits):
            raise Problem(422, "permission_invalid")
        with self._lock:
            before = self._rows.get(country, self._rows[OTHERS])
            self._rows[country] = {**before, **permits}

    def reset(self) -> None:
        """Put the table back as it is delivered."""
        with self._lock:
            self._rows = _delivered()

    def as_json(self) -> dict[str, Any]:
        """Give the table as the control contract has it."""
        with self._lock:
            rows = {country: dict(permits) for country, permits in sorted(self._rows.items())}
        return {OTHERS: rows.pop(OTHERS), "countries": rows}


def country_of(number: str) -> str:
    """Tell in which country a number is; made-up ones count for the first of their calling code."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return OTHERS
    found = phonenumbers.region_code_for_number(parsed)
    return found or phonenumbers.region_code_for_country_code(parsed.country_code or 0)


def _are_permits(permits: Mapping[str, Any]) -> bool:
    return permits.keys() <= CHANNELS and all(isinstance(each, bool) for each in permits.values())


def _delivered() -> dict[str, Permits]:
    text = resources.files("standin").joinpath("data/geography.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    rows: dict[str, Permits] = {**table["countries"], OTHERS: table[OTHERS]}
    return rows
