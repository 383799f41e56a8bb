"""The limits on sending."""

from datetime import UTC, datetime, timedelta

from sls.domain.limits import SendingLimits

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LIMITS = SendingLimits()


def _ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def test_the_first_send_waits_for_nothing():
    assert LIMITS.wait(NOW, None, []) is None


def test_two_sends_on_one_channel_are_thirty_seconds_apart():
    assert LIMITS.wait(NOW, _ago(seconds=29), []) == timedelta(seconds=1)
    assert LIMITS.wait(NOW, _ago(seconds=30), []) is None


def test_a_number_gets_five_codes_in_ten_minutes():
    four = [_ago(minutes=minute) for minute in (9, 8, 7, 6)]

    assert LIMITS.wait(NOW, None, four) is None
    assert LIMITS.wait(NOW, None, [*four, _ago(minutes=5)]) == timedelta(minutes=1)


def test_a_send_leaves_the_window_exactly_ten_minutes_later():
    five = [_ago(minutes=minute) for minute in (10, 8, 7, 6, 5)]

    assert LIMITS.wait(NOW, None, five) is None
    assert LIMITS.wait(NOW - timedelta(microseconds=1), None, five) == timedelta(microseconds=1)


def test_with_more_than_five_in_the_window_the_wait_is_until_only_four_are_left():
    seven = [_ago(minutes=minute) for minute in (9, 8, 7, 6, 5, 4, 3)]

    assert LIMITS.wait(NOW, None, seven) == timedelta(minutes=3)


def test_the_longest_wait_holds():
    five = [_ago(minutes=10) + timedelta(seconds=5)] * 5

    assert LIMITS.wait(NOW, _ago(seconds=10), five) == timedelta(seconds=20)


def test_the_limits_are_settings():
    strict = SendingLimits(gap=timedelta(minutes=1), per_number=1, window=timedelta(hours=1))

    assert strict.wait(NOW, None, [_ago(minutes=20)]) == timedelta(minutes=40)
