"""The line's languages and menus: what is offered by which key, and what its words choose."""

import pytest

from sls.domain.conversations import PHONE
from sls.domain.line_calls import (
    Asked,
)
from sls.services.line_menus import MAIN_MENU
from tests.fakes.bootstrap import HUGO
from tests.sls.services.caller import Caller

MENU = [f"{key} option.{topic.replace(':', '.')}" for key, topic in enumerate(MAIN_MENU[:5], 1)]


class TestTheLanguage:
    """For English press 1; 中文请按 2."""

    def test_both_languages_are_offered_each_in_its_own(self, world):
        greetings = [(each.language, each.values["key"]) for each in Caller(world).spoken()]

        assert greetings == [("en", "1"), ("zh_CN", "2")]

    @pytest.mark.parametrize(("key", "language"), [("1", "en"), ("2", "zh_CN")])
    def test_the_key_decides(self, world, key, language):
        caller = Caller(world)

        caller.presses(key)

        assert caller.speech.language == language
        assert caller.conversation().language == language

    def test_the_language_on_file_of_the_number_is_said_first(self, world):
        world.has_customer("hugo", number=HUGO, language="zh_CN")

        caller = Caller(world, number=HUGO)

        assert [each.language for each in caller.spoken()] == ["zh_CN", "en"]

    def test_silence_twice_means_the_language_that_was_said_first(self, world):
        caller = Caller(world)

        again = caller.is_silent()
        menu = caller.is_silent()

        assert again == ["line.greeting", "line.greeting"]
        assert "line.menu" in menu
        assert caller.speech.language == "en"

    def test_a_number_that_two_customers_have_tells_no_language(self, world):
        world.has_customer("bao", number=HUGO, language="zh_CN")
        world.has_customer("hugo", number=HUGO, language="en")

        assert [each.language for each in Caller(world, number=HUGO).spoken()] == ["en", "zh_CN"]

    def test_the_menu_offers_the_other_language(self, world):
        caller = Caller.in_menu(world)

        caller.presses("8")

        assert caller.speech.language == "zh_CN"
        assert caller.call().asked is Asked.CHOICE

    def test_the_language_can_be_changed_in_words(self, world):
        world.interpreter.teach("Chinese please", "small_talk", "switch_language")
        caller = Caller.at_step(world)

        caller.says("Chinese please")

        assert caller.speech.language == "zh_CN"
        assert "code_not_received.open_link.tws" in caller.hears()


class TestMenus:
    """At most five options at once, then more."""

    def test_the_main_menu_says_five_and_how_to_hear_more(self, world):
        heard = Caller.in_menu(world).hears()

        assert [each for each in heard if each[0].isdigit()] == MENU
        assert heard[-3:] == ["line.more", "line.other_language", "line.menu_keys"]

    def test_more_leads_to_the_rest_and_then_back_to_the_first(self, world):
        caller = Caller.in_menu(world)

        rest = [each for each in caller.presses("6") if each[0].isdigit()]
        first = [each for each in caller.presses("6") if each[0].isdigit()]

        assert len(rest) == 5
        assert set(rest).isdisjoint(MENU)
        assert first == MENU

    def test_a_key_of_the_second_page_means_what_was_said_there(self, world):
        caller = Caller.in_menu(world)
        caller.presses("6")

        heard = caller.presses("1")

        assert "ask.device" in heard
        assert caller.conversation().walks[-1]["procedure"] == "change_pin"

    def test_codes_are_not_offered_to_a_caller_whom_nobody_knows(self, world):
        caller = Caller.at_step(world)

        assert not [each for each in caller.hears() if "send_code" in each]

    def test_asking_for_a_code_in_words_leads_to_the_steps(self, world):
        """Nobody spells a user name on the phone, and a caller id proves nothing."""
        world.interpreter.teach("text me", "send_code", "request_code_by_sms")
        caller = Caller.in_menu(world)

        heard = caller.says("text me")

        assert heard[0] == "line.no_codes_here"
        assert "ask.platform" in heard
        assert caller.conversation().pending is None

    def test_what_is_said_goes_to_the_same_understanding_as_the_chat(self, world):
        world.interpreter.teach("it never came", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)

        caller.says("it never came")

        (heard,) = world.interpreter.heard
        assert (heard.text, heard.channel, heard.language) == ("it never came", PHONE, "en")
        assert "ask.platform" in caller.hears()

    def test_a_choice_said_in_words_needs_no_understanding(self, world):
        caller = Caller.in_menu(world)
        caller.presses("6")
        caller.presses("1")

        caller.says("the grey card")

        assert world.interpreter.heard == []
        assert caller.conversation().walks[-1]["answers"] == {"device": "dsc_plus"}

    def test_a_key_can_be_said(self, world):
        caller = Caller.in_menu(world)

        assert "ask.platform" in caller.says("One.")

    def test_goodbye_ends_the_call(self, world):
        world.interpreter.teach("bye", "small_talk", "goodbye")
        caller = Caller.in_menu(world)

        assert caller.says("bye") == ["small_talk.goodbye"]
        assert caller.is_hung_up

    def test_thanks_are_answered_and_the_menu_stands(self, world):
        world.interpreter.teach("thanks", "small_talk", "thank")
        caller = Caller.in_menu(world)

        heard = caller.says("thanks")

        assert heard[:2] == ["small_talk.thank", "line.anything_else"]
        assert heard[2:7] == MENU
