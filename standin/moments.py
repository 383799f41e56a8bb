"""The date filters of Twilio's lists: a day, a moment, before it or after it."""

import operator
from collections.abc import Mapping
from datetime import UTC, datetime

from standin.refusals import TwilioRefusal


def matches(query: Mapping[str, str], name: str, moment: datetime | None) -> bool:
    """Tell whether a moment passes the filters `name`, `name<` and `name>`.

    Raises: TwilioRefusal.
    """
    tests = {name: _is_that_day, f"{name}<": operator.le, f"{name}>": operator.ge}
    asked = {key: test for key, test in tests.items() if key in query}
    return all(
        moment is not None and test(moment, _read(query, key)) for key, test in asked.items()
    )


def _is_that_day(moment: datetime, day: datetime) -> bool:
    return moment.date() == day.date()


def _read(query: Mapping[str, str], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(query[name].strip())
    except ValueError as error:
        raise TwilioRefusal(20001, parameter=name) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
