"""Who does not know the answer: to a question of a procedure, of a code, or to none."""

import pytest

from sls.domain.platforms import Platform
from tests.sls.services.conversation import Customer

PLATFORMS = [*(f"platform:{each}" for each in Platform), "hand_off"]


@pytest.fixture
def customer(world) -> Customer:
    """Give a customer to whom a few words were taught."""
    world.interpreter.teach("I don't know", "navigate", "unsure")
    world.interpreter.teach("my pin", "walk_procedure", "change_pin")
    return Customer(world)


def test_a_platform_can_be_told_by_looking(customer):
    customer.clicks("topic:code_not_received")

    assert customer.says("I don't know") == ["unsure.platform"]

    assert customer.options() == PLATFORMS
    assert customer.conversation.open_question == "platform"
    assert customer.clicks("platform:tws") == ["walk.step"]


def test_a_device_can_be_told_by_looking(customer):
    customer.says("my pin")

    assert customer.says("I don't know") == ["unsure.device"]
    assert customer.clicks("device:dsc_plus") == ["ask.knows_pin"]


def test_not_knowing_whether_one_knows_the_pin_is_not_knowing_it(customer):
    customer.says("my pin")
    customer.clicks("device:dsc_plus")

    assert customer.says("I don't know") == ["walk.step"]
    assert customer.conversation.walks[-1]["answers"]["knows_pin"] == "no"


def test_anything_else_is_answered_by_what_comes_closest(customer):
    customer.says("my pin")
    customer.clicks("device:ib_key")

    assert customer.conversation.open_question == "phone"
    assert customer.says("I don't know") == ["unsure.phone"]


def test_at_a_step_it_means_being_stuck(customer):
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says("I don't know")[-1] == "walk.stuck"


def test_a_code_that_is_wished_for_stays_wished_for(customer):
    customer.clicks("topic:code_not_received")
    customer.clicks("send_code:voice")

    assert customer.says("I don't know") == ["unsure.platform"]
    assert customer.clicks("platform:tws") == ["ask.username"]
    assert customer.says("I don't know") == ["why.username", "unsure.person"]
    assert customer.conversation.pending is not None


def test_without_a_question_it_is_told_what_there_is(customer):
    assert customer.says("I don't know") == ["clarify.none"]
