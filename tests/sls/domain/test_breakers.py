"""The breaker: opens over a provider that fails, and closes by one probe."""

from datetime import timedelta

import pytest

from sls.domain.breakers import PROBE_LASTS, Breaker, BreakerRules, BreakerState
from sls.domain.factors import Channel
from tests.fakes.clock import NOON

RULES = BreakerRules()
SECOND = timedelta(seconds=1)


@pytest.fixture
def breaker() -> Breaker:
    """Give a breaker that has counted nothing."""
    return Breaker(Channel.VOICE)


@pytest.fixture
def opened(breaker) -> Breaker:
    """Give a breaker that opened at noon."""
    for _ in range(RULES.in_a_row):
        breaker.failed(NOON, RULES)
    return breaker


def test_one_failure_less_leaves_it_closed(breaker):
    for _ in range(RULES.in_a_row - 1):
        breaker.failed(NOON, RULES)

    assert breaker.room(NOON, RULES, 9) == 9


def test_failures_in_a_row_open_it(opened):
    assert opened.state(NOON, RULES) is BreakerState.OPEN
    assert opened.room(NOON, RULES, 9) == 0


def test_a_success_in_between_begins_the_row_anew(breaker):
    for _ in range(3):
        breaker.succeeded(NOON, RULES)
        breaker.succeeded(NOON, RULES)
        breaker.failed(NOON, RULES)

    assert breaker.in_a_row == 1
    assert breaker.state(NOON, RULES) is BreakerState.CLOSED


def test_half_of_five_orders_in_the_window_open_it_without_a_row(breaker):
    for _ in range(2):
        breaker.failed(NOON, RULES)
        breaker.succeeded(NOON, RULES)
    before = breaker.state(NOON, RULES)

    breaker.failed(NOON, RULES)

    assert before is BreakerState.CLOSED
    assert breaker.state(NOON, RULES) is BreakerState.OPEN


def test_what_failed_before_the_window_does_not_count(breaker):
    for _ in range(4):
        breaker.failed(NOON, RULES)
    breaker.succeeded(NOON, RULES)

    breaker.failed(NOON + RULES.window, RULES)

    assert breaker.state(NOON + RULES.window, RULES) is BreakerState.CLOSED


def test_after_the_pause_one_probe_goes_and_no_second(opened):
    later = NOON + RULES.pause
    assert opened.room(later - SECOND, RULES, 9) == 0
    assert opened.state(later, RULES) is BreakerState.HALF_OPEN
    assert opened.room(later, RULES, 9) == 1

    opened.order_leaves(later)

    assert opened.room(later, RULES, 9) == 0


def test_a_probe_that_succeeds_closes_it(opened):
    later = NOON + RULES.pause
    opened.order_leaves(later)

    opened.succeeded(later, RULES)
    opened.failed(later, RULES)

    assert opened.state(later, RULES) is BreakerState.CLOSED


def test_a_probe_that_fails_opens_it_for_another_pause(opened):
    later = NOON + RULES.pause
    opened.order_leaves(later)

    opened.failed(later, RULES)

    assert opened.state(later + RULES.pause - SECOND, RULES) is BreakerState.OPEN
    assert opened.room(later + RULES.pause, RULES, 9) == 1


def test_a_probe_of_which_nobody_told_the_end_makes_room_for_another(opened):
    later = NOON + RULES.pause
    opened.order_leaves(later)

    assert opened.room(later + PROBE_LASTS, RULES, 9) == 1


def test_orders_that_left_before_it_opened_do_not_keep_it_open(opened):
    opened.failed(NOON + RULES.pause - SECOND, RULES)

    assert opened.room(NOON + RULES.pause, RULES, 9) == 1
