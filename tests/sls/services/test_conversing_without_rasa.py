"""Conversing: what customers are told and can do while Rasa is down."""

import pytest

from sls.domain.errors import (
    GatewayError,
)
from tests.sls.services.conversation import Customer, ids


def test_a_customer_is_told_when_nobody_can_understand(world):
    customer = Customer(world)
    world.interpreter.goes_down()

    with pytest.raises(GatewayError):
        customer.says("hello", "same")

    last = customer.events()[-1]
    assert last.data["utterance"]["id"] == "assistant.unavailable"
    assert last.data["from"] == "system"
    assert last.data["utterance"]["options"]


def test_the_same_message_may_be_sent_again_when_rasa_is_back(world):
    world.interpreter.teach("hello", "small_talk", "greet")
    customer = Customer(world)
    world.interpreter.goes_down()
    with pytest.raises(GatewayError):
        customer.says("hello", "same")

    world.interpreter.comes_up()

    assert customer.says("hello", "same") == ["small_talk.greet"]
    assert customer.said() == ["hello"]


def test_silence_is_taken_for_failure(world):
    customer = Customer(world)
    world.interpreter.falls_silent()

    with pytest.raises(GatewayError):
        customer.says("hello")

    assert ids(customer.events())[-1] == "assistant.unavailable"


def test_an_answer_lost_on_the_way_back_is_no_failure(world):
    world.interpreter.teach("hello", "small_talk", "greet")
    world.interpreter.fails_after_taking()

    assert Customer(world).says("hello") == ["small_talk.greet"]


def test_options_work_while_rasa_is_down(world):
    customer = Customer(world, login_id=world.logs_in())
    world.interpreter.goes_down()

    assert customer.clicks("send_code:voice") == ["send_code.started.voice"]
    assert customer.says("1") == ["code_not_received.intro", "walk.step"]
    assert world.works()


def test_an_option_of_the_failure_message_works_too(world):
    customer = Customer(world)
    world.interpreter.goes_down()
    with pytest.raises(GatewayError):
        customer.says("hello")

    assert customer.clicks("topic:code_not_received") == ["code_not_received.intro", "ask.platform"]
