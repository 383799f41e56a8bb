"""The way to the provider: what one worker notes every other one reads."""

import threading

from sls.domain.breakers import BreakerRules, BreakerState
from sls.domain.factors import Channel
from sls.domain.pacing import Pacing
from tests.fakes.clock import NOON
from tests.sls.crowd import at_once

VOICE = Channel.VOICE
PACING, RULES = Pacing(calls_per_second=1), BreakerRules()


def test_before_anything_left_a_bucket_is_full_and_a_breaker_closed(store):
    with store.units.read() as unit:
        assert unit.trunks.bucket(VOICE, NOON, PACING).room(NOON, PACING)
        assert unit.trunks.peek(VOICE).state(NOON, RULES) is BreakerState.CLOSED


def test_a_token_that_was_taken_is_gone_for_everybody(store):
    with store.units.write() as unit:
        unit.trunks.bucket(VOICE, NOON, PACING).take(NOON, PACING)

    with store.units.read() as unit:
        bucket = unit.trunks.bucket(VOICE, NOON, PACING)
        assert (bucket.tokens, bucket.filled_at) == (0.0, NOON)


def test_a_breaker_is_the_same_for_everybody_and_each_channel_has_its_own(store):
    for _ in range(RULES.in_a_row):
        with store.units.write() as unit:
            unit.trunks.breaker(VOICE).failed(NOON, RULES)

    with store.units.read() as unit:
        assert unit.trunks.peek(VOICE).opened_at == NOON
        assert unit.trunks.peek(Channel.SMS).opened_at is None


def test_of_ten_who_want_the_last_token_one_gets_it(store):
    taken, counting = [], threading.Lock()

    def take() -> None:
        with store.units.write() as unit:
            bucket = unit.trunks.bucket(VOICE, NOON, PACING)
            if bucket.room(NOON, PACING):
                bucket.take(NOON, PACING)
                with counting:
                    taken.append(1)

    at_once(*[take] * 10)

    assert len(taken) == 1
