"""When people of ours answer: the hours, in the zone where they work; what clocks say is UTC."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WRITTEN = re.compile(
    r"(?P<zone>[\w/+-]+) (?P<first>[a-z]{3})-(?P<last>[a-z]{3})"
    r" (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)(?P<holidays>( \d{4}-\d\d-\d\d)*)"
)
_DAY = timedelta(days=1)
# Holidays in a row beyond which the hours are as good as never.
_LONGEST_CLOSURE = 366
_A_WEEK = 7
_NOON = 12


@dataclass(frozen=True)
class BusinessHours:
    """The hours of a week and the days off.

    `weekdays` counts from Monday as 0; `opens` and `closes` are spans since midnight there, as
    clocks on the wall show them.
    """

    zone: tzinfo
    weekdays: frozenset[int]
    opens: timedelta
    closes: timedelta
    holidays: frozenset[date]

    def is_open(self, now: datetime) -> bool:
        """Whether somebody answers now."""
        day = now.astimezone(self.zone).date()
        return self._is_worked(day) and self._at(day, self.opens) <= now < self._at(
            day, self.closes
        )

    def next_opening(self, now: datetime) -> datetime:
        """Return the moment, in UTC, from which somebody answers; now, if somebody does."""
        return self.windows(now, 1)[0]

    def closing(self, now: datetime) -> datetime | None:
        """Return the moment, in UTC, until which somebody answers; None where nobody ever leaves.

        Where the hours of one day go over into those of the next, it is the end of the last one.
        """
        ends = now
        for _ in range(_A_WEEK + 1):
            if not self.is_open(ends):
                return ends
            ends = self._at(ends.astimezone(self.zone).date(), self.closes)
        return None

    def windows(
        self, now: datetime, count: int, length: timedelta = timedelta(hours=1)
    ) -> list[datetime]:
        """Return the starts, in UTC, of the next spans of `length` that lie within the hours.

        The first is now if somebody answers; the others begin at full spans after opening.

        Raises:
            ValueError: nobody answers within a year.
        """
        found: list[datetime] = [now] if self.is_open(now) else []
        day = now.astimezone(self.zone).date()
        for _ in range(_LONGEST_CLOSURE):
            for start in self.starts_on(day, length):
                if len(found) >= count:
                    return found
                if start > now:
                    found.append(start)
            day += _DAY
        if len(found) < count:
            raise ValueError("nobody answers within a year")
        return found

    def next_day(self, now: datetime) -> list[datetime]:
        """Return, in UTC, when the next day of work after today begins, and its afternoon."""
        day = now.astimezone(self.zone).date()
        for _ in range(_LONGEST_CLOSURE):
            day += _DAY
            starts = self.starts_on(day)
            if starts:
                later = [each for each in starts if each.astimezone(self.zone).hour >= _NOON]
                return sorted({starts[0], *later[:1]})
        return []

    def starts_on(self, day: date, length: timedelta = timedelta(hours=1)) -> list[datetime]:
        """Return the starts, in UTC, of the spans of `length` within the hours of a day there."""
        if not self._is_worked(day):
            return []
        spans = range(max(1, (self.closes - self.opens) // length))
        return [self._at(day, self.opens + index * length) for index in spans]

    def _is_worked(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def _at(self, day: date, span: timedelta) -> datetime:
        return (datetime.combine(day, time.min, self.zone) + span).astimezone(UTC)


def read_business_hours(text: str, zone_named: Callable[[str], tzinfo]) -> BusinessHours:
    """Read hours written as `America/New_York mon-fri 08:00-20:00 2026-12-25 2027-01-01`.

    Raises:
        ValueError: it is written in another way, or names no hours at all.
    """
    found = _WRITTEN.fullmatch(" ".join(text.split()))
    if found is None:
        raise ValueError("hours are written as zone mon-fri 08:00-20:00 and days off")
    first, last = _DAYS.index(found["first"]), _DAYS.index(found["last"])
    opens, closes = _span(found["opens"]), _span(found["closes"])
    if last < first or closes <= opens:
        raise ValueError("the hours end before they begin")
    holidays = frozenset(date.fromisoformat(day) for day in found["holidays"].split())
    weekdays = frozenset(range(first, last + 1))
    return BusinessHours(zone_named(found["zone"]), weekdays, opens, closes, holidays)


def _span(written: str) -> timedelta:
    hours, minutes = (int(part) for part in written.split(":"))
    span = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or span > _DAY:
        raise ValueError("a time of day lies between 00:00 and 24:00")
    return span
