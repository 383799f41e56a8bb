"""How a factor slows down under guessing."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.factors import Factor, FactorKind
from sls.domain.lockouts import (
    FIRST_DELAY,
    FREE_FAILURES,
    LONGEST_DELAY,
    MAX_FAILURES,
    UNTIL_RESET,
    delay_after,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _factor() -> Factor:
    return Factor("factor", "customer", FactorKind.SMS, "+12025550101", NOW)


def test_two_spoiled_logins_slow_nothing_down():
    assert [delay_after(failures) for failures in range(FREE_FAILURES + 1)] == [None] * 10


@pytest.mark.parametrize(
    ("failures", "delay"),
    [
        (10, FIRST_DELAY),
        (11, FIRST_DELAY * 2),
        (12, FIRST_DELAY * 4),
        (15, FIRST_DELAY * 32),
        (16, LONGEST_DELAY),
        (49, LONGEST_DELAY),
        (50, UNTIL_RESET),
        (1000, UNTIL_RESET),
    ],
)
def test_from_the_tenth_failure_on_the_rest_doubles_up_to_an_hour(failures, delay):
    assert delay_after(failures) == delay


def test_a_rest_never_gets_shorter():
    delays = [delay_after(failures) for failures in range(10, MAX_FAILURES + 5)]

    assert delays == sorted(delays)


def test_a_resting_factor_takes_no_try_and_is_not_charged():
    factor = _factor()
    for _ in range(10):
        assert factor.charge(NOW)

    assert not factor.charge(NOW + FIRST_DELAY - timedelta(microseconds=1))
    assert factor.failures == 10
    assert factor.charge(NOW + FIRST_DELAY)
    assert factor.locked_until == NOW + FIRST_DELAY * 3


def test_a_success_forgets_the_failures():
    factor = _factor()
    for _ in range(10):
        factor.charge(NOW)

    factor.succeed()

    assert (factor.failures, factor.locked_until) == (0, None)
