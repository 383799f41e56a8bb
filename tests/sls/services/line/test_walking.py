"""Walks by phone: one step at a time by key or word, begun here or taken up from the chat."""

from datetime import timedelta

from sls.domain.calls import Pace
from sls.domain.line_calls import (
    Asked,
)
from sls.services.line_menus import MAIN_MENU
from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer, ids

MENU = [f"{key} option.{topic.replace(':', '.')}" for key, topic in enumerate(MAIN_MENU[:5], 1)]


class TestWalking:
    """One step at a time, by keys and by words."""

    def test_the_keys_are_told_at_the_first_step_only(self, world):
        caller = Caller.at_step(world)

        assert caller.hears() == ["code_not_received.open_link.tws", "line.step_keys"]
        assert caller.presses("1") == ["code_not_received.wait_for_call"]

    def test_they_are_told_again_on_request(self, world):
        caller = Caller.at_step(world)
        caller.presses("1")

        assert caller.presses("2") == ["code_not_received.wait_for_call", "line.step_keys"]

    def test_back_goes_one_step_back(self, world):
        caller = Caller.at_step(world)
        caller.presses("1")

        assert caller.presses("3") == ["code_not_received.open_link.tws"]

    def test_slower_is_slower_from_then_on(self, world):
        caller = Caller.at_step(world)
        assert caller.speech.pace is Pace.NORMAL

        caller.presses("4")
        assert caller.speech.pace is Pace.SLOW
        caller.presses("1")

        assert caller.speech.pace is Pace.SLOW

    def test_slower_can_be_said(self, world):
        world.interpreter.teach("not so fast", "navigate", "slower")
        caller = Caller.at_step(world)

        heard = caller.says("not so fast")

        assert caller.speech.pace is Pace.SLOW
        assert heard == ["line.slower", "code_not_received.open_link.tws"]

    def test_start_over_leads_to_the_main_menu(self, world):
        caller = Caller.at_step(world)

        heard = caller.presses("*")

        assert heard[1:6] == MENU
        assert caller.conversation().walks == []

    def test_start_over_can_be_said(self, world):
        caller = Caller.at_step(world)

        assert caller.says("Start over.")[1:6] == MENU

    def test_a_menu_is_said_again_in_words_too(self, world):
        caller = Caller.in_menu(world)

        assert caller.says("Say that again?")[-8:-3] == MENU
        assert world.interpreter.heard == []

    def test_pound_says_the_same_again(self, world):
        caller = Caller.at_step(world)
        caller.presses("1")

        assert caller.presses("#") == ["code_not_received.wait_for_call", "line.step_keys"]

    def test_whoever_asks_us_to_wait_is_given_a_minute(self, world):
        world.interpreter.teach("hold on", "small_talk", "wait")
        caller = Caller.at_step(world)

        caller.says("hold on")

        assert caller.listen.timeout == timedelta(seconds=60)

    def test_the_end_offers_what_may_come_next(self, world):
        caller = Caller.at_step(world)
        for _ in range(3):
            heard = caller.presses("1")

        assert heard[0] == "walk.finished"
        assert caller.call().asked is Asked.CHOICE

    def test_words_may_be_said_while_a_step_is_spoken(self, world):
        """Barge-in on menus and steps."""
        caller = Caller.at_step(world)

        assert caller.listen.may_interrupt
        assert caller.listen.takes_words


class TestPickUpNumbers:
    """A walk goes from the chat to the phone and back."""

    def test_a_walk_of_the_chat_goes_on_by_phone(self, world):
        chat = Customer(world)
        for option in ("topic:code_not_received", "platform:tws", "next"):
            chat.clicks(option) if option in chat.options() else chat.says(option)
        world.interpreter.teach("go on by phone", "navigate", "pick_up_elsewhere")
        chat.says("go on by phone")
        number = _number_given(chat)
        caller = Caller.in_menu(world)
        asked = caller.presses("5")
        assert asked == ["line.pick_up_ask"]
        assert caller.listen.digits == 6

        heard = caller.presses(number)

        assert heard[0] == "pick_up.taken"
        assert caller.conversation().walks[-1]["procedure"] == "code_not_received"
        assert caller.call().asked is Asked.STEP

    def test_what_was_typed_is_kept_nowhere(self, world):
        caller = Caller.in_menu(world)
        caller.presses("5")

        caller.presses("402981")

        assert "402981" not in repr(_events(world, caller))

    def test_a_wrong_number_may_be_typed_again(self, world):
        caller = Caller.in_menu(world)
        caller.presses("5")

        assert caller.presses("402981")[0] == "pick_up.unknown"
        assert caller.call().asked is Asked.NUMBER

    def test_five_wrong_numbers_end_the_asking(self, world):
        caller = Caller.in_menu(world)
        caller.presses("5")
        for _ in range(5):
            caller.presses("402981")

        assert caller.call().asked is Asked.CHOICE

    def test_half_a_number_is_asked_for_once_more(self, world):
        caller = Caller.in_menu(world)
        caller.presses("5")

        assert caller.presses("402") == ["line.pick_up_short"]

    def test_a_walk_of_the_phone_is_given_a_number_read_out_twice(self, world):
        world.interpreter.teach("continue in the chat", "navigate", "pick_up_elsewhere")
        caller = Caller.at_step(world)

        caller.says("continue in the chat")

        first, second = caller.digits()
        assert first == second
        assert len(first) == 6
        assert "pick_up.given" not in [each.message_id for each in caller.listen.prompts]

    def test_the_number_given_on_the_phone_works_in_the_chat(self, world):
        world.interpreter.teach("continue in the chat", "navigate", "pick_up_elsewhere")
        world.interpreter.teach("I have a number", "navigate", "resume_walk")
        caller = Caller.at_step(world)
        caller.says("continue in the chat")
        number = caller.digits()[0]
        chat = Customer(world)
        chat.says("I have a number")

        replies = chat.says(number)

        assert replies == ["pick_up.taken", "walk.step_again"]


def _events(world: World, caller: Caller):
    with world.units.read() as unit:
        return [each.data for each in unit.conversations.events_after(caller.conversation().id, 0)]


def _number_given(chat: Customer) -> str:
    (given,) = [
        event.data["utterance"]["values"]["number"]
        for event in chat.events()
        if ids([event]) == ["pick_up.given"]
    ]
    return str(given).replace(" ", "")
