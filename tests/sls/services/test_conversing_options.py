"""Conversing: options that were offered, however they are named, and the language of replies."""

import pytest

from sls.domain.errors import (
    OptionUnknown,
)
from sls.domain.languages import CHINESE, ENGLISH
from tests.sls.services.conversation import Customer

# Options


def test_an_option_is_taken_only_if_it_was_offered(world):
    customer = Customer(world)

    for option in ("next", "platform:tws", "language:en", "send_code:pigeon", "", "topic:none"):
        with pytest.raises(OptionUnknown):
            customer.clicks(option)

    assert customer.said() == []


def test_an_option_offered_to_another_is_not_offered_here(world):
    one, two = Customer(world), Customer(world)
    one.clicks("topic:code_not_received")

    with pytest.raises(OptionUnknown):
        two.clicks("platform:tws")


def test_an_earlier_option_may_still_be_taken(world):
    customer = Customer(world)
    customer.clicks("hand_off")

    assert customer.clicks("topic:code_not_received")


def test_a_click_is_kept_as_its_label(world):
    customer = Customer(world)

    customer.clicks("hand_off")

    assert customer.said() == ["en option.hand_off"]


@pytest.mark.parametrize(
    "text",
    ["1", " 1 ", "１", "en option.topic.code_not_received", "EN OPTION.TOPIC.CODE_NOT_RECEIVED "],
)
def test_an_option_may_be_named_by_its_number_or_its_label(world, text):
    customer = Customer(world)

    assert customer.says(text) == ["code_not_received.intro", "ask.platform"]
    assert world.interpreter.heard == []


@pytest.mark.parametrize("text", ["0", "9", "99", "-1", "1.", "٢"])
def test_a_number_that_names_no_option_is_left_to_the_interpreter(world, text):
    customer = Customer(world)

    customer.says(text)

    assert len(world.interpreter.heard) == 1


def test_a_number_names_one_of_the_options_offered_last(world):
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    customer.says("2")

    assert customer.conversation.answers["platform"] == "tws"


def test_a_choice_in_words_handed_in_again_is_the_same_choice(world):
    customer = Customer(world)

    first = customer.says("1", "same")
    again = customer.says("1", "same")

    assert again == first
    assert "platform" not in customer.conversation.answers


def test_a_user_name_that_is_awaited_is_no_number_of_an_option(world):
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks("platform:tws")

    customer.says("1")

    assert len(world.interpreter.heard) == 1


# Languages


def test_the_language_follows_what_is_written(world):
    customer = Customer(world, "en")

    assert customer.hears("收不到验证码").conversation.language == CHINESE
    assert customer.hears("TWS").conversation.language == CHINESE
    assert customer.hears("please speak to me").conversation.language == ENGLISH


def test_replies_are_in_the_language_that_was_just_written(world):
    reply = Customer(world, "en").hears("收不到验证码")

    assert [event.data["language"] for event in reply.events] == [CHINESE]


def test_an_explicit_choice_of_language_stays(world):
    world.interpreter.teach("speak Chinese please", "small_talk", "switch_language")
    customer = Customer(world, "en")

    assert customer.says("speak Chinese please") == ["language.switched"]

    conversation = customer.hears("I will write in English all the same").conversation
    assert (conversation.language, conversation.is_language_pinned) == (CHINESE, True)


def test_switching_without_a_name_goes_to_the_other_language(world):
    world.interpreter.teach("other language", "small_talk", "switch_language")
    customer = Customer(world, "en")

    customer.says("other language")

    assert customer.conversation.language == CHINESE
