"""An exchange calendar with a few holidays, on the dates and at the hours of New York."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
# Of the winter in which the tests play; Good Friday too.
CLOSED = frozenset({date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 4, 3)})


class WinterCalendar:
    """Knows the weekends, and the holidays of the first four months of 2026."""

    def date_at(self, moment: datetime) -> date:
        """Return the date in New York; ValueError for a naive moment."""
        if moment.tzinfo is None:
            raise ValueError("a naive moment has no date in New York")
        return moment.astimezone(NEW_YORK).date()

    def start_of(self, day: date) -> datetime:
        """Return midnight in New York, in UTC."""
        return datetime.combine(day, time.min, NEW_YORK).astimezone(UTC)

    def is_open(self, day: date) -> bool:
        """Whether there is trading on a date."""
        return day.isoweekday() not in (6, 7) and day not in CLOSED
