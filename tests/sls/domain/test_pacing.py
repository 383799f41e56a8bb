"""Pacing: no second sees more calls than the provider takes (F2)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.factors import Channel
from sls.domain.pacing import Bucket, Pacing, full_bucket
from tests.fakes.clock import NOON

SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)


def _bucket(pacing: Pacing) -> Bucket:
    return full_bucket(Channel.VOICE, NOON, pacing)


@given(
    calls=st.integers(1, 60),
    waits=st.lists(st.integers(0, 400), min_size=1, max_size=200),
)
def test_no_second_ever_sees_more_calls_than_the_provider_takes(calls, waits):
    pacing = Pacing(calls_per_second=calls)
    bucket, now, left = _bucket(pacing), NOON, []

    for wait in waits:
        now += wait * MILLISECOND
        for _ in range(bucket.room(now, pacing)):
            bucket.take(now, pacing)
            left.append(now)

    for start in left:
        assert sum(start <= each < start + SECOND for each in left) <= calls


@pytest.mark.parametrize("calls", [0.5, 1, 2, 10, 50])
def test_the_pace_is_used_but_for_what_may_burst(calls):
    pacing = Pacing(calls_per_second=calls)
    bucket, left = _bucket(pacing), 0

    for passed in range(20_000):
        now = NOON + passed * MILLISECOND
        if bucket.room(now, pacing):
            bucket.take(now, pacing)
            left += 1

    assert 0.85 * calls * 20 <= left <= calls * 20 + 1


def test_as_many_leave_at_once_as_may_burst():
    pacing = Pacing(calls_per_second=40)
    bucket = _bucket(pacing)

    before = bucket.room(NOON, pacing)
    for _ in range(3):
        bucket.take(NOON, pacing)

    assert (before, bucket.room(NOON, pacing)) == (4, 1)


def test_a_provider_that_said_when_to_come_back_is_left_alone_until_then():
    pacing = Pacing(calls_per_second=1)
    bucket = _bucket(pacing)

    bucket.stay_empty(NOON + 5 * SECOND)

    assert not bucket.room(NOON + 5 * SECOND, pacing)
    assert bucket.room(NOON + 6 * SECOND, pacing)


def test_a_moment_that_came_late_takes_no_token_back():
    pacing = Pacing(calls_per_second=1)
    bucket = _bucket(pacing)
    bucket.take(NOON + 3 * SECOND, pacing)

    assert not bucket.room(NOON, pacing)
    assert bucket.room(NOON + 4 * SECOND, pacing)


@pytest.mark.parametrize(("ahead", "is_in_time"), [(0, True), (50, True), (51, False)])
def test_f2_whoever_stands_too_far_back_cannot_be_rung_within_the_minute(ahead, is_in_time):
    assert Pacing(calls_per_second=1).is_in_time(ahead) is is_in_time


def test_a_faster_line_serves_a_longer_queue():
    assert Pacing(calls_per_second=10).is_in_time(500)
    assert not Pacing(calls_per_second=10).is_in_time(501)
