"""An agent takes a walk over by its number: without a conversation, once, in time."""

from datetime import timedelta

import pytest

from sls.adapters.pick_up_keys import KeyedPickUpNumbers
from sls.services.taking_over import TakingOver
from tests.sls.services.conversation import Customer


@pytest.fixture
def number(world) -> str:
    """Let a customer put down the second step on TWS, and return the number."""
    world.interpreter.teach("continue elsewhere", "navigate", "pick_up_elsewhere")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    customer.clicks("next")
    said = customer.hears("continue elsewhere").events[-1].data["utterance"]
    return str(said["values"]["number"])


@pytest.fixture
def taking_over(world) -> TakingOver:
    """Give the desk's side, with the key of the chat's."""
    return TakingOver(world.units, world.clock, KeyedPickUpNumbers("tests"))


def test_an_agent_gets_the_walk_and_nothing_about_the_person(taking_over, number):
    found = taking_over.pick_up(number)

    assert [each["procedure"] for each in found.walks] == ["code_not_received"]
    assert found.walks[0]["answers"] == {"platform": "tws"}
    assert len(found.walks[0]["said"]) == 2
    assert found.answers == {"platform": "tws", "topic": "code_not_received"}


def test_a_number_that_the_desk_took_is_used_up_for_the_chat_too(world, taking_over, number):
    world.interpreter.teach("i have a number", "navigate", "resume_walk")
    taking_over.pick_up(number)
    other = Customer(world)
    other.says("i have a number")

    assert taking_over.pick_up(number) is None
    assert other.says(number) == ["pick_up.unknown"]


def test_a_number_ends_after_fifteen_minutes(world, taking_over, number):
    world.clock.advance(timedelta(minutes=15))

    assert taking_over.pick_up(number) is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567"])
def test_what_is_no_number_picks_nothing_up(taking_over, typed):
    assert taking_over.pick_up(typed) is None
