"""Somebody who is frightened and names no matter is told that we help, and what to choose from."""

import pytest

from sls.services.calming import CHOICES
from sls.services.line_menus import spoken
from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer
from tests.sls.services.shipped import shipped_world

CRIES = {
    "help!": ("navigate", "stuck"),
    "救命": ("navigate", "stuck"),
    "I'm panicking": ("small_talk", "chitchat"),
    "我好慌": ("small_talk", "wait"),
    "please somebody": ("hand_off", "human_handoff"),
    "this is an emergency": ("walk_procedure", "temporary_passcode"),
    "omg": ("clarify", "out_of_scope"),
    "it does not work": ("navigate", "stuck"),
}


@pytest.fixture
def world() -> World:
    """Give a world of twins with the procedures that are shipped, taught how cries are taken."""
    world = shipped_world()
    for words, (capability, intent) in CRIES.items():
        world.interpreter.teach(words, capability, intent)
    return world


@pytest.mark.parametrize("words", CRIES)
def test_a_cry_is_answered_calmly_whatever_it_was_taken_for(world, words):
    customer = Customer(world)

    assert customer.says(words) == ["calm.help"]
    assert customer.options() == list(CHOICES)


def test_what_cannot_wait_comes_first_and_a_person_is_among_the_choices():
    assert CHOICES[:2] == ("topic:suspected_break_in", "cannot_log_in")
    assert "hand_off" in CHOICES


@pytest.mark.parametrize("words", ["error 1032", "错误码1032"])
def test_the_number_of_an_error_is_answered_by_the_question_where_it_appeared(world, words):
    world.interpreter.teach(words, "clarify", "out_of_scope")
    customer = Customer(world)

    assert customer.says(words) == ["calm.error"]
    assert customer.options() == list(CHOICES)
    assert customer.says(words) == ["unsure.no_topic"]


def test_on_the_line_the_number_of_an_error_is_asked_about_too(world):
    world.interpreter.teach("error 1032", "clarify", "out_of_scope")

    assert Caller.in_menu(world).says("error 1032")[0] == "line.error"


@pytest.mark.parametrize(
    ("choice", "procedure"),
    [("topic:suspected_break_in", "suspected_break_in"), ("cannot_log_in", "account_locked")],
)
def test_each_leads_to_its_steps(world, choice, procedure):
    customer = Customer(world)
    customer.says("help!")

    customer.clicks(choice)

    assert customer.conversation.walks[-1]["procedure"] == procedure


def test_the_second_time_in_a_row_a_person_comes_first(world):
    world.interpreter.teach("yes", "navigate", "affirm")
    customer = Customer(world)
    customer.says("help!")

    assert customer.says("救命") == ["unsure.no_topic"]
    assert customer.options() == ["hand_off", *CHOICES[:2]]
    assert customer.says("yes") == ["hand_off.contact"]


def test_within_a_walk_help_is_for_the_step(world):
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says("help!")[-1] == "walk.stuck"


@pytest.mark.parametrize("words", ["I'm panicking", "我好慌"])
def test_within_a_walk_fright_is_no_small_talk_and_the_step_stands(world, words):
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says(words) == ["calm.walk", "walk.step_again"]


def test_where_something_was_asked_help_is_for_the_answer(world):
    customer = Customer(world)
    customer.clicks("send_code:voice")

    assert customer.says("help!") == ["unsure.platform"]
    assert customer.conversation.pending is not None


def test_a_choice_tells_what_the_words_meant(world):
    customer = Customer(world)
    customer.says("omg")

    customer.clicks("cannot_log_in")

    with world.units.read() as unit:
        (miss,) = unit.misses.unreviewed(10)
    assert miss.meant == "account_locked"


class TestOnTheLine:
    """The same, by ear: all choices at once, each with its key, and the key for a person."""

    @pytest.mark.parametrize("words", ["help!", "I'm panicking"])
    def test_a_caller_hears_the_choices_with_their_keys(self, world, words):
        caller = Caller.in_menu(world)

        heard = caller.says(words)

        assert heard == ["line.calm", *_with_keys()]
        assert caller.conversation().walks == []

    @pytest.mark.parametrize(("key", "at"), [("1", 0), ("2", 1), ("5", 4)])
    def test_each_key_leads_there(self, world, key, at):
        caller = Caller.in_menu(world)
        caller.says("help!")

        caller.presses(key)

        steps = ["suspected_break_in", "account_locked", "", "", "forgot_pin"]
        assert caller.conversation().walks[-1]["procedure"] == steps[at]

    def test_zero_is_a_person(self, world):
        caller = Caller.in_menu(world)
        caller.says("help!")

        caller.presses("0")

        assert caller.connection is not None


def _with_keys() -> list[str]:
    options = [each.replace(":", ".") for each in spoken(CHOICES)]
    return [f"{key} option.{option}" for key, option in enumerate(options, 1)]
