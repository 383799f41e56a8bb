"""What words say of a time, and which times of the desk's suit them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sls.domain.business_hours import read_business_hours
from sls.domain.wished_times import Part, WishedTime, means_now, read_wished_time, speaks_of_time

HOURS = read_business_hours("America/New_York mon-fri 08:00-20:00 2026-11-26", ZoneInfo)
# Friday noon in New York.
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MORNING, AFTERNOON, EVENING = Part.MORNING, Part.AFTERNOON, Part.EVENING


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("tomorrow", WishedTime(days=1)),
        ("tomorrow morning", WishedTime(days=1, part=MORNING)),
        ("tomorrow at ten", WishedTime(days=1, hour=10)),
        ("can you call me tmr at 2 pm?", WishedTime(days=1, part=AFTERNOON, hour=2)),
        ("this afternoon", WishedTime(days=0, part=AFTERNOON)),
        ("tonight", WishedTime(days=0, part=EVENING)),
        ("Monday morning", WishedTime(weekday=0, part=MORNING)),
        ("on saturday", WishedTime(weekday=5)),
        ("10:30 a.m. would be good", WishedTime(part=MORNING, hour=10)),
        ("11 o'clock", WishedTime(hour=11)),
        ("the day after tomorrow", WishedTime(days=2)),
        ("明天早上", WishedTime(days=1, part=MORNING)),
        ("明早打给我", WishedTime(days=1, part=MORNING)),
        ("明天上午十点", WishedTime(days=1, part=MORNING, hour=10)),
        ("下午两点半", WishedTime(part=AFTERNOON, hour=2)),
        ("今天下午3点", WishedTime(days=0, part=AFTERNOON, hour=3)),
        ("十二点", WishedTime(hour=12)),
        ("周一上午", WishedTime(weekday=0, part=MORNING)),
        ("星期天", WishedTime(weekday=6)),
        ("后天", WishedTime(days=2)),
        ("聽日下晝", WishedTime(days=1, part=AFTERNOON)),
        ("禮拜三", WishedTime(weekday=2)),
    ],
)
def test_a_day_a_part_of_it_and_an_hour_are_read(text, wish):
    assert read_wished_time(text) == wish


@pytest.mark.parametrize(
    "text",
    ["call me", "later", "晚一点", "早点", "next week", "in ten minutes", "两小时后", "好的"],
)
def test_other_words_for_a_time_are_not_read(text):
    assert read_wished_time(text) is None


@pytest.mark.parametrize(
    "text", ["later", "next week", "in two hours", "晚一点", "下周", "三小时后"]
)
def test_they_are_known_to_be_about_a_time(text):
    assert speaks_of_time(text)


@pytest.mark.parametrize("text", ["no thanks", "my card is lost", "不用了", "卡丢了"])
def test_words_about_something_else_are_not(text):
    assert not speaks_of_time(text)


@pytest.mark.parametrize(
    "text",
    ["now", "Right now please!", "ok, call me now", "asap", "现在", "现在就打", "马上给我打吧"],
)
def test_now_is_said_by_itself(text):
    assert means_now(text)


@pytest.mark.parametrize("text", ["not now", "now I lost my card", "现在不行", "tomorrow"])
def test_more_words_than_that_are_not_now(text):
    assert not means_now(text)


@pytest.mark.parametrize(
    ("wish", "day", "hours"),
    [
        (WishedTime(days=0, part=AFTERNOON), 20, [13, 14, 15, 16, 17]),
        (WishedTime(days=0, part=EVENING), 20, [18, 19]),
        (WishedTime(weekday=0, part=MORNING), 23, [8, 9, 10, 11]),
        (WishedTime(weekday=0, hour=10), 23, [10]),
        (WishedTime(part=MORNING), 23, [8, 9, 10, 11]),
        (WishedTime(hour=3), 20, [15]),
        (WishedTime(weekday=4, part=MORNING), 27, [8, 9, 10, 11]),
    ],
)
def test_the_first_day_that_suits_is_taken(wish, day, hours):
    """The wall clock of the desk's zone counts; what is over today is offered a week later."""
    found = [each.astimezone(HOURS.zone) for each in wish.starts(HOURS, FRIDAY)]

    assert [(each.day, each.hour) for each in found] == [(day, hour) for hour in hours]


@pytest.mark.parametrize(
    "wish",
    [
        WishedTime(days=1),
        WishedTime(weekday=6),
        WishedTime(weekday=3),
        WishedTime(hour=5, part=MORNING),
        WishedTime(days=0, part=MORNING),
    ],
)
def test_where_nobody_answers_there_is_nothing(wish):
    """Saturday, Sunday, the holiday on Thursday, before opening, and a morning that is over."""
    assert wish.starts(HOURS, FRIDAY) == []
