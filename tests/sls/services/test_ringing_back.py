"""The calls for help: placed when due, once, followed to their end, and told to the chat."""

import dataclasses
from datetime import timedelta

import pytest

from sls.domain.budgets import Budget, BudgetScope
from sls.domain.deliveries import ANNOUNCEMENT_LEASE, DeliveryState
from sls.domain.errors import CallRefused
from sls.domain.factors import Channel
from sls.domain.help_requests import (
    MAX_A_DAY,
    MAY_BE_LATE,
    RING_AGAIN_AFTER,
    TALK_MAY_LAST,
    HelpState,
)
from tests.fakes.bootstrap import AGENT, HUGO, World
from tests.sls.services.callbacks import Callee

S = HelpState


@pytest.fixture
def callee(world) -> Callee:
    """Give Alice, who has asked to be called now."""
    callee = Callee(world)
    callee.asks_now()
    return callee


def test_it_rings_the_number_on_file_through_webhooks_of_its_own(world, callee):
    callee.is_rung()

    (order,) = world.telephony.calls
    assert order.to == "+12025550101"
    assert order.kind == "callbacks"
    assert callee.request.state is S.CALLING


def test_it_is_not_rung_before_its_time(world):
    callee = Callee(world)
    callee.asks_for_window(1)

    world.ringing_back.look_after()
    assert not world.works()

    world.clock.advance(callee.request.due_at - world.now())
    callee.is_rung()
    assert len(world.telephony.calls) == 1


def test_the_chat_hears_that_it_rings_once(world, callee):
    callee.is_rung()

    callee.provider_says("ringing")
    callee.provider_says("ringing")
    world.ringing_back.look_after()

    assert callee.told().count("callback.ringing") == 1


def test_however_often_workers_look_it_is_rung_once(world, callee):
    for _ in range(5):
        world.ringing_back.look_after()
        while world.works():
            pass

    assert len(world.telephony.calls) == 1


def test_a_busy_line_is_called_once_more_some_minutes_later(world, callee):
    callee.is_rung()
    callee.provider_says("busy")

    assert callee.request.state is S.REQUESTED
    assert callee.request.due_at == world.now() + RING_AGAIN_AFTER
    assert callee.told()[-1] == "callback.again"
    world.clock.advance(RING_AGAIN_AFTER)
    callee.is_rung()
    assert len(world.telephony.calls) == 2


def test_after_the_second_call_nobody_took_the_chat_says_how_to_ask_again(world, callee):
    for _ in range(2):
        callee.is_rung()
        callee.provider_says("no-answer")
        world.clock.advance(RING_AGAIN_AFTER)

    assert callee.request.state is S.MISSED
    assert callee.told()[-1] == "callback.missed"
    assert callee.chat.options() == ["callback", "hand_off"]
    world.ringing_back.look_after()
    assert not world.works()


def test_who_declines_is_not_called_again(world, callee):
    callee.is_rung()

    callee.provider_says("busy", sip_code="603")

    assert callee.request.state is S.MISSED


def test_news_of_the_first_call_does_not_touch_the_second(world, callee):
    callee.is_rung()
    first = callee.job
    callee.provider_says("busy")
    world.clock.advance(RING_AGAIN_AFTER)
    callee.is_rung()

    world.talking_back.provider_says(first, "CA1", "completed", None)

    assert callee.request.state is S.CALLING


def test_a_worker_that_dies_before_placing_leaves_one_ring_for_the_next(world, callee):
    world.ringing_back.look_after()
    world.telephony.loses_the_order()
    world.works()
    world.clock.advance(ANNOUNCEMENT_LEASE + timedelta(seconds=1))

    world.delivering.reconcile()
    world.clock.advance(seconds=2)
    world.works()

    assert [each.to for each in world.telephony.book] == ["+12025550101"]
    assert callee.request.rings == 1


def test_a_call_whose_answer_was_lost_is_not_placed_again(world, callee):
    world.ringing_back.look_after()
    world.telephony.loses_the_answer()
    world.works()
    world.clock.advance(ANNOUNCEMENT_LEASE + timedelta(seconds=1))

    world.delivering.reconcile()
    world.ringing_back.look_after()
    while world.works():
        pass

    assert len(world.telephony.book) == 1
    assert callee.delivery.state is DeliveryState.PLACED


def test_a_provider_that_refuses_counts_as_a_call_nobody_took(world, callee):
    world.telephony.fails_finally()
    callee.is_rung()

    world.ringing_back.look_after()

    assert callee.request.state is S.REQUESTED
    assert callee.told()[-1] == "callback.again"


def test_a15_a_spent_budget_puts_the_call_off_until_it_is_given_up(world, callee):
    callee.chat.clicks("callback_cancel")
    world = _poor()
    callee = Callee(world)
    world.rings(callee.login_id)
    callee.asks_now()

    world.ringing_back.look_after()

    assert callee.request.state is S.REQUESTED
    assert callee.request.due_at > world.now()
    world.clock.advance(MAY_BE_LATE)
    world.ringing_back.look_after()
    assert callee.request.state is S.EXPIRED
    assert callee.told()[-1] == "callback.expired"


def test_the_call_counts_towards_the_budgets(world):
    world = _poor()
    callee = Callee(world)
    callee.asks_now()
    callee.is_rung()
    budget = _poor().spending_rules.budgets[0]

    with world.units.write() as unit:
        assert unit.expenses.fullest(budget, world.now()) == 1


def test_a_talk_of_whose_end_nobody_told_is_over_some_time(world, callee):
    callee.is_rung()
    callee.answers()
    world.clock.advance(TALK_MAY_LAST)

    world.ringing_back.look_after()

    assert callee.request.state is S.DONE


def test_a19_the_old_number_is_not_rung_once_another_is_on_file(world):
    callee = Callee(world)
    callee.asks_for_window(1)
    _changes_number(world)
    world.clock.advance(callee.request.due_at - world.now())

    callee.is_rung()

    assert world.telephony.calls == []
    assert callee.request.state is S.CANCELLED
    assert callee.told()[-1] == "callback.number_changed"
    assert callee.chat.options() == ["callback", "hand_off"]


def test_a19_nor_is_it_rung_a_second_time(world, callee):
    callee.is_rung()
    callee.provider_says("busy")
    _changes_number(world)
    world.clock.advance(RING_AGAIN_AFTER)

    callee.is_rung()

    assert len(world.telephony.calls) == 1
    assert callee.told()[-1] == "callback.number_changed"


def test_a_third_call_of_a_day_is_rung_like_the_first(world):
    callee = Callee(world)
    for _ in range(MAX_A_DAY - 1):
        callee.asks_now()
        callee.chat.clicks("callback_cancel")
    callee.asks_now()

    callee.is_rung()

    assert len(world.telephony.calls) == 1


def test_a_code_is_never_asked_of_a_call_for_help(world, callee):
    callee.is_rung()

    with pytest.raises(CallRefused):
        world.calling.answer(callee.job, "CA1")


def test_an_agent_brings_it_forward_and_settles_it(world):
    callee = Callee(world)
    callee.asks_for_window(1)
    (card,) = world.attending.cards()

    assert world.attending.ring_now(card.request.id)
    callee.is_rung()
    assert not world.attending.ring_now(card.request.id)
    assert not world.attending.finish(card.request.id)

    callee.provider_says("busy")
    assert world.attending.finish(card.request.id)
    assert callee.request.state is S.DONE
    assert callee.told()[-1] == "callback.settled"
    assert AGENT not in str(callee.chat.events())


def _changes_number(world: World) -> None:
    with world.units.write() as unit:
        customer = unit.customers.by_username("alice")
        customer.number = HUGO
        for factor in unit.customers.factors_of(customer.id):
            factor.number = HUGO


def _poor() -> World:
    """Return a world that may call one number once an hour."""

    class Poor(World):
        spending_rules = dataclasses.replace(
            World.spending_rules,
            budgets=(Budget(BudgetScope.NUMBER, Channel.VOICE, 1, timedelta(hours=1)),),
        )

    world = Poor()
    world.has_customer("alice")
    return world
