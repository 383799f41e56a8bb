"""Waits as they are told to people."""

from datetime import timedelta

import pytest

from sls.domain.waits import whole_minutes, whole_seconds


@pytest.mark.parametrize(
    ("wait", "seconds", "minutes"),
    [
        (timedelta(0), 1, 1),
        (timedelta(milliseconds=1), 1, 1),
        (timedelta(seconds=29, milliseconds=1), 30, 1),
        (timedelta(seconds=60), 60, 1),
        (timedelta(seconds=61), 61, 2),
        (timedelta(minutes=10), 600, 10),
    ],
)
def test_a_wait_is_rounded_up(wait, seconds, minutes):
    assert whole_seconds(wait) == seconds
    assert whole_minutes(wait) == minutes
