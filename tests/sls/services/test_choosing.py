"""Choosing: how long an option stays on offer."""

import pytest

from sls.domain.calls import CallTurn
from sls.domain.conversations import Conversation
from sls.domain.errors import OptionUnknown
from sls.domain.messages import Utterance
from sls.services.choosing import OPTIONS_LIVE_FOR_MESSAGES, last_offered
from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer


def test_an_option_is_on_offer_among_the_latest_messages_only(world):
    world.interpreter.teach("thanks", "small_talk", "thank")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    for _ in range(OPTIONS_LIVE_FOR_MESSAGES // 2):
        customer.says("thanks")

    with pytest.raises(OptionUnknown):
        customer.clicks("platform:tws")


def test_a_message_without_options_leaves_the_last_ones_on_offer(world):
    world.interpreter.teach("thanks", "small_talk", "thank")
    customer = Customer(world)
    customer.says("thanks")

    assert customer.says("1") == ["code_not_received.intro", "ask.platform"]


def test_a_question_chooses_nothing_although_it_holds_the_words_of_an_answer(world):
    world.interpreter.teach("my pin", "walk_procedure", "change_pin")
    world.interpreter.teach("how many has the card", "answer_question", "ask_how_many")
    customer = Customer(world)
    customer.says("my pin")

    assert customer.says("how many has the card") == ["change_pin.fact.how_many", "ask.device"]
    assert customer.says("it is the card") == ["ask.knows_pin"]


def test_news_between_two_turns_of_a_call_changes_no_key(world):
    caller = Caller.in_menu(world)
    before = caller.hears()

    _tells(world, caller.conversation())

    assert world.answering_line.hear(caller.sid, 0, CallTurn(keys="1")) == caller.speech
    assert caller.hears() == before
    assert "ask.platform" in caller.presses("1")


def test_in_a_chat_news_is_on_offer_like_what_was_asked_for(world):
    customer = Customer(world)
    _tells(world, customer.conversation)

    with world.units.write() as unit:
        assert last_offered(unit, customer.conversation_id) == ["callback_cancel"]


def _tells(world: World, conversation: Conversation) -> None:
    news = Utterance("callback.again", {"to": "", "minutes": 5}, ("callback_cancel",))
    with world.units.write() as unit:
        world.reporting.say(unit, conversation, news, world.now())
