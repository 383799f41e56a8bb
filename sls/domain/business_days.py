"""Business days of the exchange, as limits count them; the calendar comes in as an argument.

A day runs from midnight to midnight where the exchange is. What happens on a day without trading
counts on the next business day.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

# Whether the exchange trades on a date; a day that closes early is a day of trading.
IsOpen: TypeAlias = Callable[[date], bool]

# Five business days (F23 to F28, X18): the day itself and the four before it.
WINDOW_DAYS = 5
_DAY = timedelta(days=1)


def business_day(day: date, is_open: IsOpen) -> date:
    """Return the business day that a date counts as: itself, or the next one."""
    while not is_open(day):
        day += _DAY
    return day


def window_start(today: date, is_open: IsOpen) -> date:
    """Return the first of the five business days that end with this one."""
    return _step(today, -_DAY, WINDOW_DAYS - 1, is_open)


def last_day_in_window(day: date, is_open: IsOpen) -> date:
    """Return the last business day whose window still holds this one."""
    return _step(day, _DAY, WINDOW_DAYS - 1, is_open)


def _step(day: date, pace: timedelta, times: int, is_open: IsOpen) -> date:
    for _ in range(times):
        day += pace
        while not is_open(day):
            day += pace
    return day
