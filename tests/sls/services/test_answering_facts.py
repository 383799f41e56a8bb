"""Short answers: whose duration, count or requirement is meant, and what if nobody says."""

import pytest

from tests.sls.services.conversation import Customer, ids


@pytest.fixture
def customer(world) -> Customer:
    """Give a customer who asks short questions."""
    teach = world.interpreter.teach
    teach("how long?", "answer_question", "ask_how_long")
    teach("when will it call?", "answer_question", "ask_how_long", entities={"channel": "voice"})
    teach("how many digits?", "answer_question", "ask_how_many")
    teach("what do i need?", "answer_question", "ask_what_needed")
    teach("my pin", "walk_procedure", "change_pin")
    return Customer(world)


def test_what_is_named_is_the_subject(customer):
    assert customer.says("when will it call?") == ["code_not_received.fact.how_long"]
    assert customer.options() == ["walk:code_not_received"]


def test_within_a_walk_the_answer_comes_first_and_the_walk_goes_on(customer):
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says("how long?") == ["code_not_received.fact.how_long", "walk.step_again"]


def test_an_open_question_is_asked_again_after_an_answer(customer):
    customer.clicks("topic:code_not_received")

    assert customer.says("how long?") == ["code_not_received.fact.how_long", "ask.platform"]


def test_what_the_knowledge_base_does_not_say_is_said_so(customer):
    customer.says("my pin")

    reply = customer.hears("what do i need?")

    assert ids(reply.events)[0] == "fact.not_stated"
    assert reply.events[0].data["utterance"]["values"]["title"]["id"] == "change_pin.title"


def test_the_last_topic_is_meant_when_nothing_else_is(customer, world):
    world.interpreter.teach("stop", "navigate", "cancel")
    customer.says("my pin")
    customer.says("stop")

    assert customer.says("how many digits?") == ["change_pin.fact.how_many"]


def test_a_question_about_nothing_is_asked_back(customer):
    assert customer.says("how long?") == ["fact.of_what"]


def test_the_words_themselves_may_hint_at_the_subject(customer, world):
    ranking = [("ask_how_many", 0.8), ("change_pin", 0.1)]
    world.interpreter.teach(
        "how long is a pin?", "answer_question", "ask_how_many", ranking=ranking
    )

    assert customer.says("how long is a pin?") == ["change_pin.fact.how_many"]


@pytest.mark.parametrize(
    ("weight", "replies"),
    [(0.3, ["code_not_received.fact.how_long", "walk.step_again"]), (0.1, ["walk.step_again"])],
)
def test_the_topic_said_again_may_be_a_question_about_it(customer, world, weight, replies):
    ranking = [("code_not_received", 0.6), ("ask_how_long", weight)]
    world.interpreter.teach(
        "when comes the call?", "walk_procedure", "code_not_received", ranking=ranking
    )
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says("when comes the call?") == replies


@pytest.mark.parametrize("capability", ["answer_question", "navigate", "clarify"])
def test_how_many_steps_are_left_is_told_from_the_place(customer, world, capability):
    intent = {"answer_question": "ask_how_many", "navigate": "next_step"}.get(
        capability, "nlu_fallback"
    )
    for words in ("how many more steps?", "还有几步"):
        world.interpreter.teach(words, capability, intent)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    for words in ("how many more steps?", "还有几步"):
        reply = customer.hears(words)

        assert ids(reply.events) == ["walk.steps_left", "walk.step_again"]
        values = reply.events[-2].data["utterance"]["values"]
        assert values == {"number": 1, "of": 3, "left": 2}


def test_of_the_last_step_it_is_said_that_it_is_the_last(customer, world):
    world.interpreter.teach("steps left?", "answer_question", "ask_how_many")
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    customer.clicks("next")
    customer.clicks("next")

    assert customer.says("steps left?") == ["walk.last_step", "walk.step_again"]


def test_before_the_answer_the_steps_cannot_be_counted(customer, world):
    world.interpreter.teach("how many steps", "answer_question", "ask_how_many")
    customer.says("my pin")

    assert customer.says("how many steps") == ["walk.steps_unknown", "ask.device"]


def test_how_long_it_takes_is_the_stated_time_or_the_steps_left(customer, world):
    words = "how long will this take"
    world.interpreter.teach(words, "answer_question", "ask_how_long")
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    assert customer.says(words) == ["code_not_received.fact.how_long", "walk.step_again"]

    customer.says("my pin")
    customer.clicks("device:dsc_plus")
    customer.clicks("knows_pin:yes")

    assert customer.says(words) == ["walk.steps_left", "walk.step_again"]


def test_why_at_a_step_is_told_of_the_step(customer, world):
    world.interpreter.teach("why?", "answer_question", "why")
    customer.clicks("topic:code_not_received")
    assert customer.says("why?") == ["why.platform", "ask.platform"]
    customer.clicks("platform:tws")

    reply = customer.hears("why?")

    assert ids(reply.events) == ["why.step", "walk.step_again"]
    told = reply.events[-2].data["utterance"]
    assert told["values"]["title"]["id"] == "code_not_received.title"
    assert told["options"] == ["hand_off"]
