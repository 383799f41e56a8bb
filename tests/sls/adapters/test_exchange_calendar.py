"""The exchange calendar: New York's dates, hours and holidays, in the twin as in reality."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from sls.adapters import exchange_calendar
from sls.adapters.exchange_calendar import NewYorkCalendar
from tests.fakes.exchange_calendar import WinterCalendar

# As the exchange has announced them, the day of mourning of 2025 included.
CLOSED = {
    2025: "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
    2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
    2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
}


@pytest.fixture(params=[NewYorkCalendar, WinterCalendar])
def calendar(request):
    """Give the calendar of either kind."""
    return request.param()


def _days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(366)][: 365 + (year % 4 == 0)]


@pytest.mark.parametrize("year", CLOSED)
def test_the_exchange_closes_on_weekends_and_on_its_announced_holidays_only(year):
    calendar = NewYorkCalendar()
    holidays = {date.fromisoformat(f"{year}-{day}") for day in CLOSED[year].split()}

    closed = {day for day in _days(year) if not calendar.is_open(day)}

    assert closed == holidays | {day for day in _days(year) if day.isoweekday() > 5}


def test_a_day_that_closes_early_is_a_day_of_trading():
    assert NewYorkCalendar().is_open(date(2026, 11, 27))
    assert NewYorkCalendar().is_open(date(2026, 12, 24))


def test_the_twin_agrees_about_the_winter_it_knows():
    real, twin = NewYorkCalendar(), WinterCalendar()

    days = [day for day in _days(2026) if day < date(2026, 5, 1)]

    assert [real.is_open(day) for day in days] == [twin.is_open(day) for day in days]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 4, 4, 59, 59, 999999, UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 4, 5, 0, tzinfo=UTC), date(2026, 3, 4)),
        (datetime(2026, 7, 1, 3, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), date(2026, 11, 1)),  # the hour that comes twice
    ],
)
def test_a_moment_has_the_date_of_new_york(moment, day, calendar):
    assert calendar.date_at(moment) == day


def test_a_naive_moment_has_no_date(calendar):
    with pytest.raises(ValueError, match="naive"):
        calendar.date_at(datetime(2026, 3, 4, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 7), 24),
        (date(2026, 3, 8), 23),  # the clocks go forward
        (date(2026, 11, 1), 25),  # and back
    ],
)
def test_a_day_is_as_long_as_it_is_in_new_york(day, hours, calendar):
    start, end = calendar.start_of(day), calendar.start_of(day + timedelta(days=1))

    assert end - start == timedelta(hours=hours)
    assert calendar.date_at(start) == day
    assert calendar.date_at(start - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_threads_that_meet_in_a_new_year_all_see_its_holidays():
    exchange_calendar._closed.cache_clear()

    with ThreadPoolExecutor(20) as pool:
        seen = pool.map(lambda _: NewYorkCalendar().is_open(date(2031, 12, 25)), range(200))

    assert not any(seen)
