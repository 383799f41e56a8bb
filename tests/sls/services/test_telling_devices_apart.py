"""Which device is it? What tells them apart is said (F36, F40, G26), and what is nowhere stated."""

import pytest

from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer
from tests.sls.services.shipped import shipped_world

# As the shipped model takes them.
TAKEN_FOR = {
    "what is the grey one like a pocket calculator?": ("navigate", "inform"),
    "which card do I have": ("clarify", "out_of_scope"),
    "which device do I have": ("walk_procedure", "choose_device"),
    "怎么看我用的是哪种设备": ("navigate", "unsure"),
    "what is a DSC+": ("walk_procedure", "choose_device"),
}
TOLD = ["choose_device.fact.which_one", "fact.not_described"]


@pytest.fixture
def world() -> World:
    """Give a world of twins with the procedures that are shipped."""
    world = shipped_world()
    teach = world.interpreter.teach
    for words, (capability, intent) in TAKEN_FOR.items():
        teach(words, capability, intent)
    teach("what is the best device", "walk_procedure", "choose_device")
    teach("which card is it, how do I log in", "walk_procedure", "login_with_card")
    return world


@pytest.mark.parametrize("words", TAKEN_FOR)
def test_whoever_asks_what_a_device_is_hears_what_tells_them_apart(world, words):
    customer = Customer(world)

    assert customer.says(words) == TOLD
    assert customer.options() == [
        "walk:choose_device",
        "topic:login_with_card",
        "topic:lost_or_broken_device",
        "hand_off",
    ]
    assert customer.conversation.walks == []


def test_in_a_walk_it_is_an_aside(world):
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")

    assert customer.says("which device do I have") == [*TOLD, "walk.step_again"]


def test_where_the_device_is_asked_for_it_is_told_with_the_answers(world):
    customer = Customer(world)
    customer.clicks("topic:lost_or_broken_device")
    assert customer.conversation.open_question == "device"

    assert customer.says("which card do I have") == ["unsure.device"]
    assert "device:dsc_plus" in customer.options()


def test_within_the_choice_of_a_new_one_the_question_stands(world):
    customer = Customer(world)
    customer.says("what is the best device")
    assert customer.conversation.open_question == "device_wish"

    assert customer.says("what is a DSC+") == [*TOLD, "ask.device_wish"]


def test_a_wish_with_steps_of_its_own_is_walked(world):
    customer = Customer(world)

    customer.says("which card is it, how do I log in")

    assert customer.conversation.walks[-1]["procedure"] == "login_with_card"


def test_a_caller_hears_it_with_the_keys_of_what_can_be_done(world):
    caller = Caller.in_menu(world)

    heard = caller.says("which device do I have")

    assert heard[:3] == [*TOLD, "1 choose_device.title"]
    assert "2 option.topic.login_with_card" in heard
