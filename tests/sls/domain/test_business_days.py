"""Business days: what a date counts as, and the five that end with one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.business_days import (
    WINDOW_DAYS,
    business_day,
    last_day_in_window,
    window_start,
)
from tests.fakes.exchange_calendar import WinterCalendar

IS_OPEN = WinterCalendar().is_open
DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("day", "counts_as"),
    [
        (date(2026, 3, 4), date(2026, 3, 4)),  # a Wednesday
        (date(2026, 3, 7), date(2026, 3, 9)),  # Saturday
        (date(2026, 3, 8), date(2026, 3, 9)),  # Sunday, when the clocks go forward
        (date(2026, 2, 14), date(2026, 2, 17)),  # before Presidents' Day
        (date(2026, 4, 3), date(2026, 4, 6)),  # Good Friday
        (date(2026, 1, 1), date(2026, 1, 2)),
    ],
)
def test_a_day_without_trading_counts_on_the_next_business_day(day, counts_as):
    assert business_day(day, IS_OPEN) == counts_as


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 6), date(2026, 3, 2)),  # Friday: this week
        (date(2026, 3, 9), date(2026, 3, 3)),  # Monday: back to last Tuesday
        (date(2026, 2, 17), date(2026, 2, 10)),  # past a weekend and Presidents' Day
        (date(2026, 4, 8), date(2026, 4, 1)),  # past Good Friday
        (date(2026, 1, 2), date(2025, 12, 26)),  # past New Year; the twin knows no Christmas
    ],
)
def test_the_window_is_the_day_and_the_four_business_days_before_it(today, first):
    assert window_start(today, IS_OPEN) == first


@given(DAYS)
def test_a_window_holds_five_business_days(day):
    today = business_day(day, IS_OPEN)

    span = (today - window_start(today, IS_OPEN)).days
    days = [today - timedelta(days=back) for back in range(span + 1)]

    assert sum(map(IS_OPEN, days)) == WINDOW_DAYS


@given(DAYS)
def test_the_last_day_that_still_holds_a_day_has_a_window_that_begins_with_it(day):
    counted = business_day(day, IS_OPEN)

    last = last_day_in_window(counted, IS_OPEN)

    assert window_start(last, IS_OPEN) == counted


@given(DAYS, DAYS)
def test_later_dates_never_count_earlier(one, other):
    early, late = sorted((one, other))

    assert business_day(early, IS_OPEN) <= business_day(late, IS_OPEN)
