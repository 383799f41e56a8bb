"""How a password defends itself: ten failures from one network lock, others only slow (G74)."""

from datetime import UTC, datetime, timedelta

from sls.domain.password_locks import (
    FIRST_REST,
    FREE_FAILURES,
    LOCK_LASTS,
    LOCKING_FAILURES,
    LONGEST_REST,
    NameFailures,
    NetworkFailures,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _failed(times: int, now: datetime = NOON) -> NetworkFailures:
    failures = NetworkFailures(b"name", b"network")
    for _ in range(times):
        assert failures.charge(now)
    return failures


def test_g74_ten_failures_in_a_row_lock():
    assert not _failed(LOCKING_FAILURES - 1).is_locked(NOON)
    assert _failed(LOCKING_FAILURES).is_locked(NOON)


def test_g74_the_lock_ends_24_hours_after_the_last_failure():
    failures = _failed(LOCKING_FAILURES)

    assert failures.is_locked(NOON + LOCK_LASTS - timedelta(seconds=1))
    assert not failures.is_locked(NOON + LOCK_LASTS)


def test_g74_each_new_failure_starts_the_24_hours_again():
    failures = _failed(LOCKING_FAILURES)

    assert not failures.charge(NOON + 23 * HOUR)

    assert failures.is_locked(NOON + 46 * HOUR)
    assert not failures.is_locked(NOON + 47 * HOUR)


def test_g74_failures_of_more_than_24_hours_ago_do_not_count():
    failures = _failed(LOCKING_FAILURES - 1)

    assert failures.charge(NOON + 24 * HOUR)

    assert not failures.is_locked(NOON + 24 * HOUR)
    assert len(failures.recent) == 1


def test_g74_any_24_hours_count_and_not_those_of_a_calendar():
    failures = _failed(1, NOON - 30 * HOUR)
    for hour in range(LOCKING_FAILURES - 1):
        assert failures.charge(NOON + hour * HOUR)
    assert not failures.is_locked(NOON + 9 * HOUR)

    assert failures.charge(NOON + 9 * HOUR)

    assert failures.is_locked(NOON + 9 * HOUR)


def test_a_right_password_forgets_the_failures():
    failures = _failed(LOCKING_FAILURES)

    failures.succeed()

    assert not failures.is_locked(NOON)
    assert failures.charge(NOON)


def test_a6_over_all_networks_failures_only_slow_down_and_at_most_for_an_hour():
    failures, rests = NameFailures(b"name"), []
    for _ in range(FREE_FAILURES + 12):
        failures.charge(NOON)
        rests.append((failures.rests_until or NOON) - NOON)

    assert rests[FREE_FAILURES - 2] == timedelta(0)
    assert rests[FREE_FAILURES - 1] == FIRST_REST
    assert rests[FREE_FAILURES] == 2 * FIRST_REST
    assert max(rests) == LONGEST_REST


def test_a_day_without_failures_ends_the_slowness():
    failures = NameFailures(b"name")
    for _ in range(FREE_FAILURES + 5):
        failures.charge(NOON)

    failures.charge(NOON + 24 * HOUR)

    assert failures.failures == 1


def test_a6_the_customer_hears_of_it_once():
    failures, told = NameFailures(b"name"), []
    for _ in range(FREE_FAILURES + 5):
        failures.charge(NOON)
        told.append(failures.is_worth_a_notice())

    assert told.count(True) == 1
