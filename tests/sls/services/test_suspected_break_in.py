"""Somebody may be in the account: that comes before everything, and asks nothing (F31a)."""

import pytest

from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer, ids
from tests.sls.services.shipped import shipped_world

ALARM = "strange trades since Monday"


@pytest.fixture
def world() -> World:
    """Give a world of twins with the procedures that are shipped."""
    world = shipped_world()
    teach = world.interpreter.teach
    for words in (ALARM, "hacked, my card"):
        teach(words, "walk_procedure", "suspected_break_in")
    teach("advice please", "walk_procedure", "security_best_practices")
    teach("lost it", "walk_procedure", "lost_or_broken_device")
    teach("cancel", "navigate", "cancel")
    return world


@pytest.fixture
def customer(world) -> Customer:
    """Give a customer at the chat."""
    return Customer(world)


def _text(reply) -> str:
    return reply.events[-1].data["utterance"]["values"]["text"]["id"]


def test_the_first_step_is_said_at_once_with_a_person_beside_it(customer):
    reply = customer.hears(ALARM)

    assert ids(reply.events) == ["suspected_break_in.intro", "walk.step"]
    assert _text(reply) == "suspected_break_in.report_now"
    assert customer.options() == ["hand_off", "next"]


def test_a_person_is_offered_at_every_step(customer):
    customer.says(ALARM)

    offered = [customer.options()]
    while "next" in customer.options():
        customer.clicks("next")
        offered.append(customer.options())

    assert len(offered) == 4
    assert all("hand_off" in each for each in offered)


def test_said_again_it_repeats_where_it_stands(customer):
    customer.says(ALARM)
    customer.clicks("next")

    reply = customer.hears(ALARM)

    assert ids(reply.events) == ["walk.step_again"]
    assert _text(reply) == "suspected_break_in.say_nothing"
    assert "hand_off" in customer.options()


def test_it_sets_aside_what_is_under_way_and_gives_it_back(customer):
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says(ALARM) == ["walk.set_aside", "suspected_break_in.intro", "walk.step"]
    assert customer.says("cancel") == ["walk.cancelled", "walk.back_to", "walk.step_again"]


def test_advice_offers_it_at_its_question(customer):
    customer.says("advice please")

    assert customer.conversation.open_question == "security_topic"
    assert "walk:suspected_break_in" in customer.options()
    assert customer.clicks("walk:suspected_break_in")[-1] == "walk.step"


def test_words_of_alarm_answer_no_question_although_they_hold_the_words_of_an_answer(customer):
    customer.says("lost it")
    assert customer.conversation.open_question == "device"

    customer.says("hacked, my card")

    assert customer.conversation.walks[-1]["procedure"] == "suspected_break_in"


def test_it_is_no_user_name_although_one_was_asked_for(customer):
    customer.clicks("send_code:voice")
    customer.clicks("platform:client_portal")
    assert customer.conversation.open_question == "username"

    assert customer.says(ALARM) == ["suspected_break_in.intro", "walk.step"]
    assert customer.conversation.pending is None


def test_a_caller_is_told_the_first_step_at_once_too(world):
    caller = Caller.in_menu(world)

    caller.says(ALARM)

    assert "suspected_break_in.report_now" in caller.hears()
