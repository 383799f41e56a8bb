"""The calendar of the New York Stock Exchange, from the holidays package."""

import functools
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from holidays import financial_holidays

EXCHANGE = "XNYS"
NEW_YORK = ZoneInfo("America/New_York")
_SATURDAY = 5


class NewYorkCalendar:
    """The days of trading of XNYS, on the dates and at the hours of New York."""

    def date_at(self, moment: datetime) -> date:
        """Return the date in New York at a moment, which must be aware."""
        if moment.tzinfo is None:
            raise ValueError("a naive moment has no date in New York")
        return moment.astimezone(NEW_YORK).date()

    def start_of(self, day: date) -> datetime:
        """Return midnight in New York, which no change of the clocks ever skips or repeats."""
        return datetime.combine(day, time.min, NEW_YORK).astimezone(UTC)

    def is_open(self, day: date) -> bool:
        """Whether the exchange trades on a date."""
        return day.weekday() < _SATURDAY and day not in _closed(day.year)


@functools.cache
def _closed(year: int) -> frozenset[date]:
    """Return the holidays of a year; the package's own objects fill themselves while being read."""
    return frozenset(financial_holidays(EXCHANGE, years=year))
