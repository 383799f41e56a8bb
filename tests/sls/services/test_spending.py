"""Spending: what anybody may cost us is decided in the transaction that queues (A15, A16, A39)."""

from datetime import timedelta
from functools import partial

import pytest

from sls.adapters.numbering import LibphonenumberPlan
from sls.adapters.vault import KeyedCodeVault
from sls.domain.budgets import Budget, BudgetScope, Conversion, SpendingRules
from sls.domain.errors import BudgetSpent, ChannelUnavailable, Refusal, ResendTooSoon
from sls.domain.factors import Channel
from sls.domain.help_requests import RING_WITHIN, SHORTEST_WAIT
from tests.fakes.bootstrap import World
from tests.sls.conftest import seed_of
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.callbacks import Callee

SMS, VOICE = Channel.SMS, Channel.VOICE
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONVERSION = Conversion(5, 0.3, HOUR)


def _rules(*budgets: Budget) -> SpendingRules:
    return SpendingRules(budgets, CONVERSION)


def _only(scope: BudgetScope, sends: int = 2, window: timedelta = HOUR) -> SpendingRules:
    return _rules(*(Budget(scope, channel, sends, window) for channel in Channel))


def _world(rules: SpendingRules) -> World:
    class Thrifty(World):
        spending_rules = rules

    world = Thrifty()
    world.has_customer("alice")
    return world


def _send(world: World, username: str, number: str, channel: Channel = SMS) -> None:
    world.has_customer(username, number=number)
    world.sends(world.logs_in(username), channel)


def _refusal(world: World, username: str, number: str, channel: Channel = SMS) -> BudgetSpent:
    with pytest.raises(BudgetSpent) as refused:
        _send(world, username, number, channel)
    return refused.value


def _sends_made(world: World) -> int:
    return len(world.telephony.calls) + len(world.telephony.messages)


def test_a15_numbers_of_one_block_share_a_budget():
    world = _world(_only(BudgetScope.PREFIX))
    for number in range(2):
        _send(world, f"pump{number}", f"+1202555{number:04d}")

    refusal = _refusal(world, "pump2", "+12025550002")

    assert (refusal.code, refusal.budget) == ("budget_spent", "prefix_sms_60m")
    assert refusal.retry_after == HOUR
    _send(world, "neighbour", "+12025560002")


def test_a15_numbers_of_one_country_share_a_budget():
    world = _world(_only(BudgetScope.COUNTRY))
    _send(world, "one", "+447400900106")
    _send(world, "two", "+447400100107")

    assert _refusal(world, "three", "+447500100107").budget == "country_sms_60m"
    _send(world, "elsewhere", "+6585550103")


def test_a15_everybody_shares_one_that_nothing_is_given_back_to():
    world = _world(_only(BudgetScope.EVERYBODY))
    sent = world.sends(world.logs_in(), SMS)
    world.logging_in.verify(sent.login_id, sent.code)
    _send(world, "two", "+6585550103")

    assert _refusal(world, "three", "+447500100107").budget == "everybody_sms_60m"


def test_a15_what_is_refused_costs_nothing_and_leaves_nothing():
    world = _world(_only(BudgetScope.PREFIX, sends=1))
    _send(world, "one", "+12025550001")
    _refusal(world, "two", "+12025550002")

    while world.works():
        pass

    assert _sends_made(world) == 1


def test_a15_a_budget_is_free_again_when_its_oldest_send_leaves_the_window():
    world = _world(_only(BudgetScope.PREFIX))
    _send(world, "one", "+12025550001")
    world.clock.advance(minutes=20)
    _send(world, "two", "+12025550002")

    wait = _refusal(world, "three", "+12025550003").retry_after
    world.clock.advance(wait)

    assert wait == timedelta(minutes=40)
    _send(world, "four", "+12025550004")


def test_a15_each_channel_has_its_own_money():
    world = _world(_only(BudgetScope.PREFIX, sends=1))
    _send(world, "one", "+12025550001", SMS)

    _send(world, "two", "+12025550002", VOICE)


def test_the_wait_is_that_of_the_longest_budget_and_tells_no_seconds():
    world = _world(
        _rules(
            Budget(BudgetScope.NUMBER, SMS, 1, DAY),
            Budget(BudgetScope.EVERYBODY, SMS, 1, HOUR),
        )
    )
    world.sends(world.logs_in(), SMS)
    world.clock.advance(seconds=31)

    with pytest.raises(BudgetSpent) as refused:
        world.sends(world.logs_in(), SMS)

    assert refused.value.retry_after == DAY
    assert refused.value.budget == "number_sms_1440m"


def test_a39_a_victims_phone_is_rung_no_more_than_its_day_allows():
    world = _world(_only(BudgetScope.NUMBER, sends=6, window=DAY))
    rung = 0

    for _ in range(20):
        try:
            world.sends(world.logs_in(), VOICE)
            rung += 1
        except ResendTooSoon:
            pass
        world.clock.advance(minutes=10)

    assert rung == 6


def test_a39_one_customer_has_one_budget_over_all_their_numbers():
    world = _world(_only(BudgetScope.ACCOUNT))
    for _ in range(2):
        world.sends(world.logs_in(), VOICE)

    with pytest.raises(BudgetSpent) as refused:
        world.sends(world.logs_in(), VOICE)

    assert refused.value.budget == "account_voice_60m"


def test_a39_who_got_in_has_spent_nothing():
    world = _world(_only(BudgetScope.ACCOUNT))
    for _ in range(4):
        sent = world.sends(world.logs_in(), VOICE)
        world.logging_in.verify(sent.login_id, sent.code)

    assert world.sends(world.logs_in(), VOICE)


def test_a15_a_refusal_is_not_told_to_whoever_has_not_logged_in():
    """An anonymous visitor hears one sentence, whatever came of it."""
    world = _world(_only(BudgetScope.NUMBER, sends=1))
    world.sends(world.logs_in(), SMS)

    with pytest.raises(BudgetSpent) as refused:
        world.sends(world.logs_in(), SMS)

    assert isinstance(refused.value, Refusal)
    assert "number" not in str(refused.value)


@pytest.mark.parametrize("scope", BudgetScope)
def test_a15_ten_at_once_cannot_overspend(scope, sql_units, database):
    class Thrifty(Crowd):
        spending_rules = _only(scope, sends=4)

    world = Thrifty(sql_units, seed_of(sql_units), KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    logins = [world.logs_in() for _ in range(10)]

    answers = at_once(*(partial(world.logging_in.request_code, e, SMS, None) for e in logins))

    assert len(granted(answers)) == 4
    refused = [each for each in answers if isinstance(each, Refusal)]
    assert {type(each) for each in refused} == {BudgetSpent}


COSTLY = {
    "premium": "+19005550100",
    "premium of another country": "+449012345678",
    "shared cost": "+448451234567",
    "pager": "+447640123456",
    "VoIP": "+445612345678",
    "universal access": "+443301234567",
    "Inmarsat": "+870773111632",
    "Globalstar": "+881612345678",
    "an extension": "+12025550101;ext=5",
    "pauses and keys": "+12025550101,,,1",
    "a wait": "+12025550101w9",
    "no plus": "12025550101",
    "other digits": "+１２０２５５５０１０１",
    "too long": "+1202555010112345",
}


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("number", COSTLY.values(), ids=COSTLY)
def test_a16_numbers_that_cost_or_dial_more_than_a_phone_are_never_dialled(number, channel):
    class Real(World):
        def _build(self) -> None:
            self.plan = LibphonenumberPlan()
            super()._build()

    world = Real()
    world.has_customer("mallory", number=number)

    with pytest.raises(ChannelUnavailable):
        world.sends(world.logs_in("mallory"), channel)

    assert not world.works()
    assert _sends_made(world) == 0


@pytest.mark.parametrize(
    "number",
    ["+12025550101", "+85251230102", "+6585550103", "+447400900106", "+447400900107"],
)
def test_a16_the_numbers_of_the_cast_are_none_of_those(number):
    assert LibphonenumberPlan().region(number) is not None


def test_a_call_for_help_that_never_left_costs_nothing():
    world = _world(_only(BudgetScope.NUMBER, sends=1))
    callee = Callee(world)
    callee.asks_now()
    world.ringing_back.look_after()
    world.clock.advance(RING_WITHIN)
    world.works()
    world.ringing_back.look_after()
    world.clock.advance(SHORTEST_WAIT)

    callee.is_rung()

    assert len(world.telephony.calls) == 1
