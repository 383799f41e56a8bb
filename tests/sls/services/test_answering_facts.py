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
