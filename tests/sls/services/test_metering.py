"""Metering: figures from the database's own facts, and what is alarming about them."""

from datetime import timedelta

import pytest

from sls.domain.breakers import BreakerState
from sls.domain.budgets import Budget, BudgetScope, Conversion, Expense, SpendingRules
from sls.domain.errors import BudgetSpent, ChannelUnavailable, GatewayError, WrongState
from sls.domain.factors import Channel
from sls.domain.meters import Alarm, BudgetUse, ConversionRate, Refused, are_late
from sls.services.metering import Metering
from tests.fakes.bootstrap import World

SMS, VOICE = Channel.SMS, Channel.VOICE
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Measured(World):
    """A world with small budgets, and its figures."""

    spending_rules = SpendingRules(
        (Budget(BudgetScope.PREFIX, SMS, 2, HOUR), Budget(BudgetScope.NUMBER, VOICE, 9, HOUR)),
        Conversion(least=2, share=0.5, window=HOUR),
    )

    def _build(self) -> None:
        super()._build()
        self.metering = Metering(
            self.units, self.clock, self.spending_rules, self.pacing, self.breakers
        )

    def figures(self, *, is_worker_alive: bool = True):
        """Read the figures."""
        return self.metering.read(is_worker_alive=is_worker_alive)

    def alarms(self) -> set[Alarm]:
        """Return which alarms are on."""
        return {name for name, is_on in self.figures().alarms.items() if is_on}


@pytest.fixture
def world() -> Measured:
    """Give a measured world with Alice in it."""
    world = Measured()
    world.has_customer("alice")
    return world


def test_where_nothing_happens_nothing_is_alarming(world):
    assert world.alarms() == set()


def test_every_alarm_is_always_told_for_one_that_is_missing_looks_like_one_that_is_off(world):
    scopes = {Alarm.COUNTRY_BUDGET, Alarm.ACCOUNT_BUDGET, Alarm.EVERYBODY_BUDGET}

    assert set(world.figures().alarms) == set(Alarm) - scopes  # budgets that are not in this world


def test_a15_a_spent_budget_is_an_alarm_as_long_as_it_is_spent(world):
    for _ in range(2):
        world.sends(world.logs_in(), SMS)
    during = world.alarms()

    world.clock.advance(HOUR)

    assert Alarm.PREFIX_BUDGET in during
    assert Alarm.PREFIX_BUDGET not in world.alarms()


def test_the_use_of_each_budget_is_told_as_what_the_heaviest_spender_spent(world):
    world.sends(world.logs_in(), SMS)

    assert list(world.figures().budgets) == [
        BudgetUse("prefix_sms_60m", 1, 2),
        BudgetUse("number_voice_60m", 0, 9),
    ]


def test_a15_a_spent_budget_of_numbers_that_nobody_proved_is_an_alarm_of_its_own(world):
    budget = Budget(BudgetScope.PREFIX, SMS, 1, HOUR, is_unproved=True)
    rules = SpendingRules((budget, *world.spending_rules.budgets), world.spending_rules.conversion)
    world.metering._spending = rules
    with world.units.write() as unit:
        number = "+12025550101"
        fields = ("answer", "CA1", number, number, "+1202555", "US")
        unit.expenses.add(Expense(*fields, SMS, world.now()))

    assert world.alarms() == {Alarm.UNPROVED_ANSWERS}


def test_a15_sends_that_let_nobody_in_are_an_alarm(world):
    for _ in range(2):
        world.sends(world.logs_in(), VOICE)

    assert Alarm.LOW_CONVERSION in world.alarms()
    assert list(world.figures().conversions) == [ConversionRate("US", VOICE, 0.0)]


def test_sends_that_let_people_in_are_none(world):
    for _ in range(2):
        sent = world.sends(world.logs_in(), VOICE)
        world.logging_in.verify(sent.login_id, sent.code)

    assert world.alarms() == set()


def test_an_open_breaker_is_an_alarm(world):
    for _ in range(world.breakers.in_a_row):
        world.telephony.fails_with(GatewayError("unreachable", is_outcome_unknown=True))
    for number in range(world.breakers.in_a_row):
        world.has_customer(f"person{number}", number=f"+6585550{number:03d}")
        world.sends(world.logs_in(f"person{number}"), VOICE)
        world.works()

    assert Alarm.BREAKER in world.alarms()
    assert world.figures().breakers == {VOICE: BreakerState.OPEN, SMS: BreakerState.CLOSED}


def test_f2_what_has_waited_for_a_minute_is_an_alarm(world):
    world.sends(world.logs_in(), VOICE)
    world.clock.advance(seconds=61)

    assert world.alarms() == {Alarm.OUTBOX_WAITS}


def test_a18_phones_that_ring_late_are_an_alarm(world):
    sent = world.rings(world.logs_in())
    world.clock.advance(seconds=31)
    world.calling.provider_says(sent.delivery.job, sent.delivery.provider_sid, "ringing", None)

    assert world.figures().rings == [31 * SECOND]
    assert world.alarms() == {Alarm.LATE_RINGING}


def test_one_late_call_of_twenty_is_no_alarm():
    assert not are_late([SECOND] * 20 + [60 * SECOND])
    assert are_late([SECOND] * 18 + [60 * SECOND] * 2)
    assert not are_late([])


def test_a_worker_that_gives_no_sign_is_an_alarm(world):
    assert world.figures(is_worker_alive=False).alarms[Alarm.NO_WORKER]


def test_refusals_are_counted_after_their_own_unit_was_rolled_back(world):
    for refusal in (
        BudgetSpent(HOUR, "prefix_sms_60m", "sms"),
        ChannelUnavailable("line_full", "sms", "voice"),
        ChannelUnavailable("line_full", "sms", "voice"),
        WrongState(),
    ):
        world.metering.note(refusal)

    assert list(world.figures().refused) == [
        Refused("line_full", VOICE, 2),
        Refused("prefix_sms_60m", SMS, 1),
    ]


def test_no_figure_tells_a_number_or_a_name(world):
    world.sends(world.logs_in(), SMS)
    world.rings(world.logs_in())

    told = repr(world.figures())

    for secret in ("2025550101", "alice", "1202555"):
        assert secret not in told
