"""The outbox in figures."""

from datetime import timedelta

from sls.domain.budgets import Expense
from sls.domain.deliveries import DeliveryState
from sls.domain.factors import Channel
from sls.domain.meters import Outcome, Waiting
from tests.fakes.clock import NOON

VOICE, SMS = Channel.VOICE, Channel.SMS
S = DeliveryState
SECOND = timedelta(seconds=1)


def test_outcomes_are_counted_by_channel_country_and_state(outbox):
    outbox.has_delivery("one", state=S.READ_OUT)
    outbox.has_delivery("two", state=S.READ_OUT)
    outbox.has_delivery("three", channel=SMS, state=S.DELIVERED)
    expense = Expense("one", "login", "alice", "+1", "+", "US", VOICE, NOON)
    with outbox.units.write() as unit:
        unit.expenses.add(expense)

    with outbox.units.read() as unit:
        found = list(unit.meters.outcomes(NOON - SECOND))

    assert found == [
        Outcome(SMS, "", S.DELIVERED, 1),
        Outcome(VOICE, "", S.READ_OUT, 1),
        Outcome(VOICE, "US", S.READ_OUT, 1),
    ]


def test_what_was_asked_for_before_is_not_counted(outbox):
    outbox.has_delivery("one", ringing_at=NOON)

    with outbox.units.read() as unit:
        assert list(unit.meters.outcomes(NOON)) == []
        assert list(unit.meters.rings(NOON)) == []


def test_calls_that_rang_tell_how_long_that_took(outbox):
    outbox.has_delivery("one", ringing_at=NOON + 3 * SECOND)
    outbox.has_delivery("two")

    with outbox.units.read() as unit:
        assert list(unit.meters.rings(NOON - SECOND)) == [3 * SECOND]


def test_what_waits_is_counted_with_the_longest_wait(outbox):
    outbox.has_delivery("one")
    outbox.has_delivery("two", created_at=NOON - SECOND, state=S.CLAIMED)
    outbox.has_delivery("three", state=S.PLACING)
    outbox.has_delivery("four", expires_at=NOON)

    with outbox.units.read() as unit:
        assert list(unit.meters.waiting(NOON)) == [Waiting(VOICE, 2, SECOND)]
