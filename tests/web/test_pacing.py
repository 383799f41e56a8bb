"""How fast one address or session may ask."""

from datetime import timedelta

import pytest

from web.pacing import MAX_KEYS, UNPACED, Pace, PaceKeeper
from web.problems import SlowDown


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def _take(keeper: PaceKeeper, times: int, key: str = "somebody") -> None:
    for _ in range(times):
        keeper.take(key)


def test_a_burst_is_let_through_and_then_no_more(watch):
    keeper = PaceKeeper(Pace(burst=3, per_second=0.5), watch)

    _take(keeper, 3)

    with pytest.raises(SlowDown) as refused:
        keeper.take("somebody")
    assert refused.value.retry_after == timedelta(seconds=2)


def test_whoever_waits_as_told_is_let_through(watch):
    keeper = PaceKeeper(Pace(burst=1, per_second=0.5), watch)
    _take(keeper, 1)

    watch.seconds += 2

    _take(keeper, 1)


def test_one_key_does_not_slow_another(watch):
    keeper = PaceKeeper(Pace(burst=1, per_second=0.5), watch)
    _take(keeper, 1, "one")

    _take(keeper, 1, "another")


def test_however_many_keys_come_memory_stays_small(watch):
    keeper = PaceKeeper(Pace(burst=2, per_second=0.001), watch)

    for number in range(MAX_KEYS + 50):
        keeper.take(str(number))

    assert len(keeper._buckets) <= MAX_KEYS


def test_the_demo_is_not_slowed():
    _take(PaceKeeper(UNPACED), 5_000)
