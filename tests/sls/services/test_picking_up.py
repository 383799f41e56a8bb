"""Pick-up numbers (design 5.4): six digits, fifteen minutes, once, five tries."""

import re
from datetime import timedelta

import pytest

from sls.domain.conversations import Level
from sls.services.turns import begin_turn
from tests.sls.services.conversation import Customer


@pytest.fixture
def walker(world) -> Customer:
    """Give a customer at the second step on TWS."""
    world.interpreter.teach("continue elsewhere", "navigate", "pick_up_elsewhere")
    world.interpreter.teach("i have a number", "navigate", "resume_walk")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    customer.clicks("next")
    return customer


def _number(walker: Customer) -> str:
    reply = walker.hears("continue elsewhere")
    number = reply.events[-1].data["utterance"]["values"]["number"]
    assert re.fullmatch(r"\d{3} \d{3}", number)
    return number


def test_a_walk_goes_on_in_another_conversation(world, walker):
    number, other = _number(walker), Customer(world)

    assert other.says("i have a number") == ["pick_up.ask"]
    assert other.says(number) == ["pick_up.taken", "walk.step_again"]
    assert other.conversation.walks == walker.conversation.walks
    assert other.conversation.answers["platform"] == "tws"


def test_a_number_works_once(world, walker):
    number, first, second = _number(walker), Customer(world), Customer(world)
    first.says("i have a number")
    first.says(number)

    second.says("i have a number")

    assert second.says(number) == ["pick_up.unknown"]
    assert second.conversation.walks == []


def test_a_number_ends_after_fifteen_minutes(world, walker):
    number, other = _number(walker), Customer(world)
    other.says("i have a number")

    world.clock.advance(timedelta(minutes=15))

    assert other.says(number) == ["pick_up.unknown"]


def test_after_five_tries_even_the_right_number_is_unknown(world, walker):
    number, other = _number(walker), Customer(world)
    other.says("i have a number")
    wrong = [f"{(int(number.replace(' ', '')) + each) % 10**6:06d}" for each in range(1, 6)]
    for guess in wrong:
        assert other.says(guess) == ["pick_up.unknown"]

    other.says("i have a number")

    assert other.says(number) == ["pick_up.unknown"]


def test_what_is_picked_up_says_nothing_of_the_person(world, walker):
    login_id = world.logs_in()
    known = Customer(world, login_id=login_id)
    known.clicks("topic:code_not_received")
    number, other = _number(known), Customer(world)
    other.says("i have a number")
    other.says(number)

    assert other.conversation.login_id is None
    assert other.conversation.customer_id is None
    with world.units.read() as unit:
        assert begin_turn(unit, other.conversation, world.now()).level is Level.ANONYMOUS


def test_the_number_is_stored_by_its_digest_only(world, walker):
    number = _number(walker).replace(" ", "")

    with world.units.read() as unit:
        stored = [repr(each) for each in unit.store.pick_ups.values()]
        spoken = [
            event.data for event in unit.conversations.events_after(walker.conversation.id, 0)
        ]
    assert number not in str(stored)
    assert str(spoken).count(number[:3] + " " + number[3:]) == 1


def test_without_a_walk_there_is_nothing_to_continue(world):
    world.interpreter.teach("continue elsewhere", "navigate", "pick_up_elsewhere")

    assert Customer(world).says("continue elsewhere") == ["pick_up.nothing_to_continue"]


def test_digits_are_taken_for_a_pick_up_only_when_they_were_asked_for(world, walker):
    number, other = _number(walker), Customer(world)
    world.interpreter.teach("[code]", "clarify", "nlu_fallback")

    assert "pick_up.taken" not in other.says(number)


@pytest.mark.parametrize("words", ["yes", None])
def test_a_walk_that_was_stopped_here_can_be_begun_again(world, walker, words):
    world.interpreter.teach("stop", "navigate", "cancel")
    world.interpreter.teach("go on with that", "navigate", "resume_walk")
    world.interpreter.teach("yes", "navigate", "affirm")
    walker.says("stop")

    assert walker.says("go on with that") == ["pick_up.or_again"]

    assert walker.options() == ["walk:code_not_received", "cancel"]
    begun = walker.says(words) if words else walker.clicks("walk:code_not_received")
    assert begun[0] == "code_not_received.intro"
    walker.says("stop")
    assert walker.says("continue elsewhere") == ["pick_up.nothing_to_continue"]
    assert "walk:code_not_received" in walker.options()


def test_a_walk_that_was_begun_again_is_no_longer_left(world, walker):
    world.interpreter.teach("stop", "navigate", "cancel")
    walker.says("stop")
    walker.clicks("topic:code_not_received")
    while walker.conversation.walks:
        walker.clicks("next")

    assert walker.says("i have a number") == ["pick_up.ask"]


def test_a_number_is_taken_beside_the_offer_to_begin_again(world, walker):
    number = _number(walker)
    world.interpreter.teach("stop", "navigate", "cancel")
    walker.says("stop")
    walker.says("i have a number")

    assert walker.says(number)[0] == "pick_up.taken"
