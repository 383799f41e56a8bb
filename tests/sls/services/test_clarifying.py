"""Clarifying: at a step, and for who knows nothing about what is wrong."""

import pytest

from tests.sls.services.conversation import Customer


@pytest.fixture
def walker(world) -> Customer:
    """Give a customer at the first step on TWS."""
    world.interpreter.teach("显示验证码错误", "clarify", "nlu_fallback")
    world.interpreter.teach("rain", "clarify", "out_of_scope")
    world.interpreter.teach("not there", "navigate", "stuck")
    world.interpreter.teach("yes", "navigate", "affirm")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    return customer


def test_an_error_at_a_step_is_asked_for_with_ways_on(walker):
    said = walker.says("显示验证码错误")

    assert said == ["clarify.not_understood.step", "walk.step_again"]
    assert walker.clicks("stuck") == ["walk.stuck"]


def test_told_once_more_it_is_owned_up_to_and_then_a_person_is_offered(walker):
    walker.says("显示验证码错误")

    assert walker.says("显示验证码错误") == ["clarify.not_understood.step_again"]
    assert walker.options() == ["stuck", "repeat", "next", "hand_off"]
    assert walker.says("显示验证码错误") == ["clarify.offer_person"]
    assert walker.options() == ["hand_off", "repeat", "cancel"]
    assert walker.says("yes") == ["hand_off.contact"]


def test_what_is_out_of_scope_has_the_way_back_to_the_step(walker):
    assert walker.says("rain") == ["clarify.out_of_scope.walk", "walk.step_again"]


def test_who_is_stuck_twice_at_a_step_is_told_that_a_person_is_best(walker):
    walker.says("not there")

    assert walker.says("not there") == ["walk.stuck_again"]
    assert walker.options()[0] == "hand_off"


def test_who_does_not_know_what_is_wrong_is_offered_a_person_the_second_time(world):
    world.interpreter.teach("no idea", "navigate", "unsure")
    world.interpreter.teach("yes", "navigate", "affirm")
    customer = Customer(world)

    assert customer.says("no idea") == ["clarify.none"]
    assert customer.says("no idea") == ["unsure.no_topic"]
    assert customer.options()[0] == "hand_off"
    assert customer.says("yes") == ["hand_off.contact"]


def test_who_does_not_know_what_a_code_needs_hears_other_words_the_second_time(world):
    world.interpreter.teach("no idea", "navigate", "unsure")
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.says("no idea")

    assert customer.says("no idea") == ["unsure.again"]

    customer.clicks("platform:tws")
    customer.says("no idea")
    assert customer.says("no idea") == ["clarify.no_way_on"]
    assert customer.conversation.pending is not None
