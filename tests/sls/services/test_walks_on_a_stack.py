"""Digressions, corrections and sub-procedures: several walks in one conversation."""

import pytest

from tests.sls.services.conversation import Customer, ids


@pytest.fixture
def customer(world) -> Customer:
    """Give a customer at step 2 of 3 of the first procedure, to whom a few words were taught."""
    teach = world.interpreter.teach
    teach("my pin", "walk_procedure", "change_pin")
    teach("the pin of my dsc+", "walk_procedure", "change_pin", entities={"device": "dsc_plus"})
    teach("yes", "navigate", "affirm")
    teach("no", "navigate", "deny")
    teach("cancel", "navigate", "cancel")
    teach("wrong one", "navigate", "correct_answer")
    teach("no, my ib key", "navigate", "correct_answer", entities={"device": "ib_key"})
    teach("nonsense", "clarify", "nlu_fallback")
    teach("中文", "small_talk", "switch_language")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    customer.clicks("next")
    return customer


def _text(reply) -> str:
    return reply.events[-1].data["utterance"]["values"]["text"]["id"]


def test_a_digression_keeps_the_place_of_what_it_interrupts(customer):
    assert customer.says("my pin") == ["walk.set_aside", "change_pin.intro", "ask.device"]
    assert [walk["procedure"] for walk in customer.conversation.walks] == [
        "code_not_received",
        "change_pin",
    ]


def test_the_end_of_a_digression_leads_back_to_the_step(customer):
    customer.says("the pin of my dsc+")
    customer.says("yes")
    customer.clicks("next")
    customer.clicks("next")

    reply = customer.chooses("finish")

    assert ids(reply.events) == ["walk.finished", "walk.back_to", "walk.step_again"]
    assert _text(reply) == "code_not_received.wait_for_call"


def test_a_cancelled_digression_leads_back_too(customer):
    customer.says("my pin")

    assert customer.says("cancel") == ["walk.cancelled", "walk.back_to", "walk.step_again"]
    assert customer.says("cancel") == ["walk.cancelled"]
    assert customer.conversation.walks == []


def test_going_back_to_the_first_topic_leaves_the_digression(customer):
    customer.says("my pin")

    reply = customer.chooses("topic:code_not_received")

    assert _text(reply) == "code_not_received.wait_for_call"
    assert len(customer.conversation.walks) == 1


def test_a_walk_at_its_last_step_is_over_when_another_begins(customer):
    customer.clicks("next")

    assert customer.says("my pin") == ["change_pin.intro", "ask.device"]
    assert [walk["procedure"] for walk in customer.conversation.walks] == ["change_pin"]


def test_a_procedure_offered_by_another_goes_on_top(customer):
    customer.says("my pin")
    customer.clicks("device:dsc_plus")
    customer.clicks("knows_pin:yes")
    customer.clicks("next")
    customer.clicks("next")
    customer.clicks("cancel") if "cancel" in customer.options() else customer.says("cancel")

    assert customer.conversation.walks[-1]["procedure"] == "code_not_received"


def test_yes_and_no_answer_a_question_that_they_can_answer(customer):
    customer.says("the pin of my dsc+")
    assert customer.conversation.open_question == "knows_pin"

    customer.says("no")

    assert customer.conversation.walks[-1]["answers"]["knows_pin"] == "no"


def test_only_the_questions_of_the_branch_are_asked(customer):
    customer.says("my pin")
    customer.clicks("device:ib_key")

    assert customer.clicks("phone:ios") == ["walk.step"]


def test_a_correction_asks_again_only_what_has_become_open(customer):
    customer.says("the pin of my dsc+")
    customer.says("yes")

    assert customer.says("no, my ib key") == ["walk.corrected", "ask.phone"]
    assert customer.clicks("phone:android") == ["walk.step"]


def test_what_only_one_branch_asks_about_leads_to_that_branch(customer, world):
    world.interpreter.teach(
        "no, on android", "navigate", "correct_answer", entities={"platform": "android"}
    )
    customer.says("the pin of my dsc+")
    customer.says("yes")

    customer.says("no, on android")

    answers = customer.conversation.walks[-1]["answers"]
    assert (answers["device"], answers["phone"]) == ("ib_key", "android")


def test_a_phone_that_is_named_at_once_says_which_device_is_meant(customer, world):
    world.interpreter.teach(
        "pin on my iphone", "walk_procedure", "change_pin", entities={"platform": "ios"}
    )

    assert customer.says("pin on my iphone") == ["walk.set_aside", "change_pin.intro", "walk.step"]


def test_the_wrong_choice_can_be_taken_back_without_saying_the_right_one(customer):
    customer.says("the pin of my dsc+")
    customer.says("yes")

    assert customer.says("wrong one") == ["ask.knows_pin"]


def test_before_the_first_step_lies_the_question_that_led_to_it(customer):
    customer.says("the pin of my dsc+")
    customer.says("yes")

    assert customer.clicks("back") == ["ask.knows_pin"]


def test_an_answer_may_be_said_in_other_words(customer):
    customer.says("my pin")

    customer.says("it is the grey card I think")

    assert customer.conversation.walks[-1]["answers"]["device"] == "dsc_plus"


def test_an_answer_may_be_counted(customer):
    customer.says("my pin")

    customer.says("second")

    assert customer.conversation.walks[-1]["answers"]["device"] == "ib_key"


def test_what_was_not_understood_does_not_lose_the_step(customer):
    assert customer.says("nonsense") == ["clarify.not_understood.step", "walk.step_again"]


def test_the_third_misunderstanding_offers_a_person(customer):
    customer.says("nonsense")
    customer.says("nonsense")

    assert customer.says("nonsense") == ["clarify.offer_person"]


def test_a_change_of_language_goes_on_where_the_walk_was(customer):
    assert customer.says("中文") == ["language.switched", "walk.step_again"]
    assert customer.conversation.language == "zh_CN"


def test_the_stack_does_not_grow_without_end(customer, world):
    for _ in range(6):
        customer.says("my pin")
        customer.chooses("topic:code_not_received")

    assert len(customer.conversation.walks) == 1


def test_whoever_does_not_find_what_a_step_speaks_of_hears_where_else_it_may_be(customer, world):
    """X11: only who does not find the menu hears of the other corner."""
    world.interpreter.teach("not there", "navigate", "stuck")
    customer.says("the pin of my dsc+")
    customer.says("yes")
    assert customer.says("not there") == ["walk.stuck"]

    customer.clicks("next")

    assert customer.says("not there") == ["change_pin.other_menu", "walk.stuck"]


def test_the_same_trouble_told_again_at_a_later_step_means_that_the_step_did_not_help(
    customer, world
):
    teach = world.interpreter.teach
    teach("still no code", "walk_procedure", "code_not_received")
    teach(
        "no code on my phone", "walk_procedure", "code_not_received", entities={"platform": "ios"}
    )

    assert customer.says("still no code") == ["walk.stuck"]
    assert customer.says("no code on my phone") == ["walk.step_again"]

    customer.clicks("back")

    assert customer.says("still no code") == ["walk.step_again"]
