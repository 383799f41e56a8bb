"""When people of ours answer."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.business_hours import BusinessHours, read_business_hours

WEEK = "America/New_York mon-fri 08:00-20:00 2026-11-26"
ALWAYS = "UTC mon-sun 00:00-24:00"


def hours(text: str = WEEK) -> BusinessHours:
    return read_business_hours(text, ZoneInfo)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T12:59:59", False),
        ("2026-11-23T13:00:00", True),
        ("2026-11-24T00:59:59", True),
        ("2026-11-24T01:00:00", False),
        ("2026-11-22T17:00:00", False),
        ("2026-11-26T17:00:00", False),
    ],
)
def test_somebody_answers_within_the_hours_of_the_zone_only(moment: str, is_open: bool) -> None:
    assert hours().is_open(at(moment)) is is_open


def test_the_clock_on_the_wall_decides_when_summer_time_ends() -> None:
    """08:00 in New York is 12:00 UTC on 30 October and 13:00 UTC on 2 November 2026."""
    assert hours().is_open(at("2026-10-30T12:00:00"))
    assert not hours().is_open(at("2026-11-02T12:30:00"))


def test_the_next_opening_steps_over_nights_weekends_and_days_off() -> None:
    assert hours().next_opening(at("2026-11-22T17:00:00")) == at("2026-11-23T13:00:00")
    assert hours().next_opening(at("2026-11-26T02:00:00")) == at("2026-11-27T13:00:00")


def test_windows_begin_now_and_go_on_at_full_hours() -> None:
    assert hours().windows(at("2026-11-23T23:20:00"), 3) == [
        at("2026-11-23T23:20:00"),
        at("2026-11-24T00:00:00"),
        at("2026-11-24T13:00:00"),
    ]


def test_hours_that_never_close_are_always_open() -> None:
    assert hours(ALWAYS).windows(at("2026-11-22T23:30:00"), 2) == [
        at("2026-11-22T23:30:00"),
        at("2026-11-23T00:00:00"),
    ]


@pytest.mark.parametrize(
    ("text", "moment", "closing"),
    [
        (WEEK, "2026-11-23T13:00:00", "2026-11-24T01:00:00"),
        ("UTC mon-fri 00:00-24:00", "2026-11-24T10:00:00", "2026-11-28T00:00:00"),
        ("UTC mon-sun 00:00-24:00 2026-11-26", "2026-11-24T10:00:00", "2026-11-26T00:00:00"),
        (ALWAYS, "2026-11-24T10:00:00", None),
    ],
)
def test_somebody_answers_until_the_hours_end_in_earnest(
    text: str, moment: str, closing: str | None
) -> None:
    assert hours(text).closing(at(moment)) == (at(closing) if closing else None)


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_every_window_lies_within_the_hours(minutes: int) -> None:
    now = at("2026-01-01T00:00:00") + timedelta(minutes=minutes)
    found = hours().windows(now, 4)
    assert found == sorted(set(found))
    assert all(hours().is_open(start) and start >= now for start in found)


def test_nobody_within_a_year_is_said_so() -> None:
    never = BusinessHours(UTC, frozenset(), timedelta(0), timedelta(hours=1), frozenset())
    with pytest.raises(ValueError, match="year"):
        never.next_opening(at("2026-11-22T00:00:00"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon-fri 08:00-20:00",
        "UTC fri-mon 08:00-20:00",
        "UTC mon-fri 20:00-08:00",
        "UTC mon-fri 08:00-25:00",
        "UTC mon-fri 08:60-20:00",
        "UTC mon-fri 08:00-20:00 2026-02-30",
        "UTC abc-fri 08:00-20:00",
        "Nowhere/City mon-fri 08:00-20:00",
    ],
)
def test_hours_written_in_another_way_are_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        hours(text)


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        ("2026-11-23T20:00", ["2026-11-24T13:00", "2026-11-24T17:00"]),
        ("2026-11-23T12:00", ["2026-11-24T13:00", "2026-11-24T17:00"]),
        ("2026-11-20T20:00", ["2026-11-23T13:00", "2026-11-23T17:00"]),
        ("2026-11-25T20:00", ["2026-11-27T13:00", "2026-11-27T17:00"]),
    ],
)
def test_the_next_day_of_work_has_a_morning_and_an_afternoon(now: str, starts: list[str]) -> None:
    """On Monday, before opening too, Tuesday; on Friday Monday; before a holiday the day after."""
    assert hours().next_day(at(now)) == [at(each) for each in starts]


def test_a_desk_that_opens_after_noon_has_one_of_them() -> None:
    late = hours("UTC mon-fri 13:00-17:00")

    assert late.next_day(at("2026-11-23T14:00")) == [at("2026-11-24T13:00")]
