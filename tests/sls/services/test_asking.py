"""At a question of a procedure: what cannot answer it is never met with the same words twice."""

import pytest

from sls.domain.platforms import Platform
from tests.sls.services.conversation import Customer, ids

PLATFORMS = [f"platform:{each}" for each in Platform]


@pytest.fixture
def asked(world) -> Customer:
    """Give a customer who is asked for the platform, and has other things to say."""
    teach = world.interpreter.teach
    for words, intent in (
        ("yes that's my phone", "affirm"),
        ("next", "next_step"),
        ("done", "next_step"),
        ("旧的还在", "inform"),
        ("no that was wrong", "correct_answer"),
        ("I can't see that button", "stuck"),
        ("no idea", "unsure"),
        ("go back", "previous_step"),
        ("say that again", "repeat"),
    ):
        teach(words, "navigate", intent)
    teach("it says invalid code", "clarify", "nlu_fallback")
    teach("rain", "clarify", "out_of_scope")
    teach("what does that mean", "answer_question", "why")
    teach("no code yet", "walk_procedure", "code_not_received")
    teach("my pin", "walk_procedure", "change_pin")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    return customer


@pytest.mark.parametrize(
    "words",
    [
        "yes that's my phone",
        "next",
        "旧的还在",
        "no that was wrong",
        "it says invalid code",
        "no code yet",
    ],
)
def test_what_answers_nothing_hears_what_is_needed_and_how_to_tell(asked, words):
    reply = asked.hears(words)

    assert ids(reply.events) == ["clarify.first", "unsure.platform"]
    values = reply.events[-2].data["utterance"]["values"]
    assert values["question"]["id"] == "ask.platform"
    assert asked.options() == [*PLATFORMS, "hand_off"]
    assert asked.clicks("platform:tws") == ["walk.step"]


def test_what_is_out_of_scope_is_said_so_before(asked):
    assert asked.says("rain") == ["clarify.out_of_scope.walk", "clarify.first", "unsure.platform"]


@pytest.mark.parametrize("again", ["done", "it says invalid code"])
def test_the_second_time_it_is_said_why_and_a_person_is_offered(asked, again):
    asked.says("next")

    assert asked.says(again) == ["why.platform", "clarify.or_person"]

    assert asked.options() == [*PLATFORMS, "hand_off"]


def test_the_third_time_a_person_comes_first(asked):
    asked.says("next")
    asked.says("done")

    assert asked.says("it says invalid code") == ["clarify.no_way_on"]

    assert (asked.options()[0], asked.options()[-1]) == ("hand_off", "cancel")


@pytest.mark.parametrize("words", ["I can't see that button", "what does that mean"])
def test_at_a_question_whoever_is_stuck_is_helped_to_answer(asked, words):
    assert asked.says(words) == ["unsure.platform"]
    assert asked.conversation.open_question == "platform"


def test_who_does_not_know_never_hears_the_same_twice(asked):
    assert asked.says("no idea") == ["unsure.platform"]
    assert asked.says("no idea") == ["unsure.again"]
    assert asked.options() == ["hand_off", *PLATFORMS[:2]]
    assert asked.says("no idea") == ["clarify.no_way_on"]
    assert asked.says("no idea") == ["unsure.platform"]


def test_another_question_is_helped_with_from_the_beginning(asked):
    asked.says("my pin")
    asked.says("no idea")
    asked.clicks("device:ib_key")

    assert asked.says("next") == ["clarify.first", "unsure.phone"]


def test_whoever_asks_for_the_question_again_gets_it(asked):
    asked.says("next")

    assert asked.says("say that again") == ["ask.platform"]


def test_back_at_a_question_goes_to_the_one_before(asked):
    asked.says("my pin")
    asked.clicks("device:ib_key")

    assert asked.says("go back") == ["ask.device"]


def test_a_notice_that_something_was_masked_does_not_begin_anew(asked, world):
    world.interpreter.teach("error [code]", "clarify", "nlu_fallback")
    asked.says("next")

    assert asked.says("error 104377") == ["redaction.masked", "why.platform", "clarify.or_person"]
