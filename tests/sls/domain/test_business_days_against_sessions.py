"""Ten years of business days against another library's record of the exchange's sessions (X18)."""

from datetime import date, timedelta

import exchange_calendars
import pytest

from sls.adapters.exchange_calendar import EXCHANGE, NewYorkCalendar
from sls.domain.business_days import (
    WINDOW_DAYS,
    business_day,
    last_day_in_window,
    window_start,
)

FIRST, LAST = date(2017, 1, 1), date(2026, 12, 31)
MARGIN = timedelta(days=30)
IS_OPEN = NewYorkCalendar().is_open


@pytest.fixture(scope="module")
def sessions() -> list[date]:
    """Give every session of the ten years, and of a month on either side."""
    calendar = exchange_calendars.get_calendar(EXCHANGE, start=FIRST - MARGIN, end=LAST + MARGIN)
    return [each.date() for each in calendar.sessions]


@pytest.fixture(scope="module")
def days() -> list[date]:
    """Give every day of the ten years."""
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def test_the_exchange_is_open_on_the_same_days(sessions, days):
    known = set(sessions)

    assert [day for day in days if IS_OPEN(day) != (day in known)] == []


def test_what_happens_between_sessions_counts_on_the_next_one(sessions, days):
    following = iter(sessions)
    upcoming = next(following)
    for day in days:
        while upcoming < day:
            upcoming = next(following)
        assert business_day(day, IS_OPEN) == upcoming


def test_a_window_is_five_sessions_in_a_row(sessions):
    inside = [n for n, day in enumerate(sessions) if FIRST <= day <= LAST]
    reach = WINDOW_DAYS - 1

    for n in inside:
        assert window_start(sessions[n], IS_OPEN) == sessions[n - reach]
        assert last_day_in_window(sessions[n], IS_OPEN) == sessions[n + reach]
