"""Answering the line: who is asked what, by keys and words, and what happens when it goes wrong."""

from datetime import timedelta

import pytest

from sls.domain.audit import AuditKind
from sls.domain.calls import CallTurn, HangUp, Pace
from sls.domain.conversations import PHONE, Level
from sls.domain.errors import CallRefused
from sls.domain.factors import Channel
from sls.domain.line_calls import (
    MAX_HOLDS,
    MAX_MISSES,
    MAX_SILENCES,
    MAX_TURNS,
    RESUMED_WITHIN,
    SLIP,
    Asked,
)
from sls.domain.transfers import TransferState
from sls.services.line_menus import MAIN_MENU
from sls.services.turns import begin_turn
from tests.fakes.bootstrap import AGENT, ALICE, HUGO, World
from tests.sls.services.agent import Agent
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer, ids

MENU = [f"{key} option.{topic.replace(':', '.')}" for key, topic in enumerate(MAIN_MENU[:5], 1)]


@pytest.fixture
def world() -> World:
    """Give a world in which Alice is a customer."""
    world = World()
    world.has_customer("alice")
    return world


def _walks(world: World, sid: str = "CA1", number: str = ALICE) -> Caller:
    """Return a caller at the first step of "I got no code", for TWS."""
    caller = Caller.in_menu(world, sid, number)
    caller.presses("1")
    caller.presses("2")
    return caller


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
        caller = _walks(world)

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
        caller = _walks(world)

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


class TestWalking:
    """One step at a time, by keys and by words."""

    def test_the_keys_are_told_at_the_first_step_only(self, world):
        caller = _walks(world)

        assert caller.hears() == ["code_not_received.open_link.tws", "line.step_keys"]
        assert caller.presses("1") == ["code_not_received.wait_for_call"]

    def test_they_are_told_again_on_request(self, world):
        caller = _walks(world)
        caller.presses("1")

        assert caller.presses("2") == ["code_not_received.wait_for_call", "line.step_keys"]

    def test_back_goes_one_step_back(self, world):
        caller = _walks(world)
        caller.presses("1")

        assert caller.presses("3") == ["code_not_received.open_link.tws"]

    def test_slower_is_slower_from_then_on(self, world):
        caller = _walks(world)
        assert caller.speech.pace is Pace.NORMAL

        caller.presses("4")
        assert caller.speech.pace is Pace.SLOW
        caller.presses("1")

        assert caller.speech.pace is Pace.SLOW

    def test_slower_can_be_said(self, world):
        world.interpreter.teach("not so fast", "navigate", "slower")
        caller = _walks(world)

        heard = caller.says("not so fast")

        assert caller.speech.pace is Pace.SLOW
        assert heard == ["line.slower", "code_not_received.open_link.tws"]

    def test_start_over_leads_to_the_main_menu(self, world):
        caller = _walks(world)

        heard = caller.presses("*")

        assert heard[1:6] == MENU
        assert caller.conversation().walks == []

    def test_start_over_can_be_said(self, world):
        caller = _walks(world)

        assert caller.says("Start over.")[1:6] == MENU

    def test_a_menu_is_said_again_in_words_too(self, world):
        caller = Caller.in_menu(world)

        assert caller.says("Say that again?")[-8:-3] == MENU
        assert world.interpreter.heard == []

    def test_pound_says_the_same_again(self, world):
        caller = _walks(world)
        caller.presses("1")

        assert caller.presses("#") == ["code_not_received.wait_for_call", "line.step_keys"]

    def test_whoever_asks_us_to_wait_is_given_a_minute(self, world):
        world.interpreter.teach("hold on", "small_talk", "wait")
        caller = _walks(world)

        caller.says("hold on")

        assert caller.listen.timeout == timedelta(seconds=60)

    def test_the_end_offers_what_may_come_next(self, world):
        caller = _walks(world)
        for _ in range(3):
            heard = caller.presses("1")

        assert heard[0] == "walk.finished"
        assert caller.call().asked is Asked.CHOICE

    def test_words_may_be_said_while_a_step_is_spoken(self, world):
        """Barge-in on menus and steps."""
        caller = _walks(world)

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
        caller = _walks(world)

        caller.says("continue in the chat")

        first, second = caller.digits()
        assert first == second
        assert len(first) == 6
        assert "pick_up.given" not in [each.message_id for each in caller.listen.prompts]

    def test_the_number_given_on_the_phone_works_in_the_chat(self, world):
        world.interpreter.teach("continue in the chat", "navigate", "pick_up_elsewhere")
        world.interpreter.teach("I have a number", "navigate", "resume_walk")
        caller = _walks(world)
        caller.says("continue in the chat")
        number = caller.digits()[0]
        chat = Customer(world)
        chat.says("I have a number")

        replies = chat.says(number)

        assert replies == ["pick_up.taken", "walk.step_again"]


class TestPatience:
    """Silence, noise and doubt: at most three tries, then a graceful way out."""

    def test_silence_in_a_menu_is_asked_once_more_and_ends_at_the_third(self, world):
        caller = Caller.in_menu(world)

        first = caller.is_silent()
        caller.is_silent()
        last = caller.is_silent()

        assert first[0] == "line.silence"
        assert "line.menu" in first
        assert last == ["line.silence_goodbye"]
        assert caller.is_hung_up
        assert MAX_SILENCES == 3

    def test_somebody_who_is_doing_a_step_is_not_pressed(self, world):
        caller = _walks(world)

        assert caller.is_silent() == ["line.take_your_time"]
        assert caller.is_silent() == [
            "line.silence",
            "code_not_received.open_link.tws",
            "line.step_keys",
        ]

    def test_a_key_begins_patience_anew(self, world):
        caller = _walks(world)
        caller.is_silent()
        caller.is_silent()

        caller.presses("1")

        assert caller.call().silences == 0

    def test_keys_that_mean_nothing_lead_to_a_person_and_then_to_goodbye(self, world):
        caller = Caller.in_menu(world)

        heard = [self._mistakes(world, caller, "9") for _ in range(MAX_MISSES + 1)]

        assert heard[0][0] == "line.no_such_key"
        assert "line.way_out" in heard[MAX_MISSES - 1]
        assert "line.goodbye" in heard[MAX_MISSES]
        assert caller.is_hung_up

    def _mistakes(self, world: World, caller: Caller, key: str) -> list[str]:
        """Press a key after having listened."""
        world.clock.advance(SLIP)
        return caller.presses(key)

    def test_two_keys_pressed_as_one_are_one_mistake(self, world):
        caller = Caller.in_menu(world)

        for _ in range(MAX_MISSES):
            assert self._mistakes(world, caller, "9")[0] == "line.no_such_key"
            caller.presses("9")

        assert caller.call().misses == MAX_MISSES
        assert not caller.is_hung_up

    def test_two_keys_at_a_step_are_one_mistake_too(self, world):
        caller = _walks(world)

        caller.presses("9")
        caller.presses("9")

        assert caller.call().misses == 1

    def test_keys_that_go_on_and_on_are_mistakes_again_after_a_while(self, world):
        """Each slip belongs to the first key of its kind, not to the slip before."""
        caller = Caller.in_menu(world)

        for _ in range(3):
            caller.presses("9")
            world.clock.advance(SLIP / 2)

        assert caller.call().misses == 2

    def test_after_a_wrong_key_the_key_for_a_person_is_named(self, world):
        caller = Caller.in_menu(world)
        caller.presses("1")

        assert "line.menu_keys" not in caller.hears()
        assert caller.presses("9")[-1] == "line.menu_keys"

    def test_what_was_not_caught_is_followed_by_the_question_of_the_menu(self, world):
        caller = Caller.in_menu(world)

        heard = caller.says("mumble")

        assert heard[:3] == ["line.not_understood", "line.menu", MENU[0]]

    def test_what_is_not_ours_to_help_with_may_have_been_misheard_until_it_is_said_again(
        self, world
    ):
        world.interpreter.teach("the weather", "clarify", "out_of_scope")
        caller = Caller.in_menu(world)

        assert caller.says("the weather")[:3] == ["line.not_understood", "line.menu", MENU[0]]
        assert caller.says("the weather")[0] == "line.out_of_scope"

    def test_what_was_understood_in_between_begins_anew(self, world):
        world.interpreter.teach("the weather", "clarify", "out_of_scope")
        caller = Caller.in_menu(world)
        caller.says("the weather")
        caller.presses("1")
        caller.presses("*")

        assert caller.says("the weather")[0] == "line.not_understood"

    def test_at_a_step_it_may_have_been_misheard_too(self, world):
        world.interpreter.teach("the weather", "clarify", "out_of_scope")
        caller = _walks(world)

        first, second = caller.says("the weather"), caller.says("the weather")

        assert first[:2] == ["clarify.not_understood.step", "code_not_received.open_link.tws"]
        assert second[:2] == ["clarify.out_of_scope.walk", "code_not_received.open_link.tws"]

    def test_words_that_nobody_understands_lead_to_a_person_and_then_to_goodbye(self, world):
        caller = Caller.in_menu(world)

        heard = [caller.says(f"mumble {each}") for each in range(MAX_MISSES + 1)]

        assert heard[0][0] == "line.not_understood"
        assert "clarify.offer_person" in heard[MAX_MISSES - 1]
        assert caller.is_hung_up

    def test_what_was_heard_badly_is_asked_back(self, world):
        world.interpreter.teach("I lost my coat", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)

        heard = caller.says("I lost my coat", confidence=0.3)

        assert heard == ["line.doubt"]
        assert caller.spoken()[0].values == {"words": "I lost my coat"}
        assert world.interpreter.heard == []
        assert "ask.platform" in caller.presses("1")

    def test_a_no_is_a_no_and_it_may_be_said_again(self, world):
        world.interpreter.teach("I got no code", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)
        caller.says("I lost my coat", confidence=0.3)

        assert caller.says("No.")[0] == "line.say_again"
        assert "ask.platform" in caller.says("I got no code")

    def test_saying_it_better_is_as_good_as_a_no(self, world):
        world.interpreter.teach("I got no code", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)
        caller.says("I lost my coat", confidence=0.3)

        assert "ask.platform" in caller.says("I got no code")

    def test_a_long_story_is_not_asked_back(self, world):
        caller = Caller.in_menu(world)

        assert caller.says("well you see " * 10, confidence=0.3)[0] == "line.say_again"

    def test_a_machine_that_never_tires_is_hung_up_on(self, world):
        caller = Caller.in_menu(world)
        for _ in range(MAX_TURNS - 1):
            assert not caller.is_hung_up
            caller.presses("6")

        assert caller.presses("6") == ["line.goodbye"]

    def test_silence_after_a_doubt_asks_it_again(self, world):
        caller = Caller.in_menu(world)
        caller.says("I lost my coat", confidence=0.3)

        assert caller.is_silent() == ["line.silence", "line.doubt"]


class TestHolding:
    """A moment is asked for while words are being understood, up to three times."""

    def test_words_that_take_long_are_waited_for(self, world):
        world.interpreter.teach("no code", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)
        world.interpreter.goes_down()
        assert caller.says("no code") == ["line.moment"]
        world.interpreter.comes_up()

        assert "ask.platform" in caller.waits()

    def test_what_was_understood_meanwhile_is_not_done_twice(self, world):
        world.interpreter.teach("no code", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)
        world.interpreter.goes_down()
        caller.says("no code")
        world.interpreter.comes_up()
        caller.waits()
        heard = len(world.interpreter.heard)

        caller.speech = caller.line.wait(caller.sid, caller.turn)

        assert len(world.interpreter.heard) == heard
        assert "ask.platform" in caller.hears()

    def test_a_key_while_words_are_understood_changes_nothing(self, world):
        world.interpreter.teach("no code", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)
        world.interpreter.goes_down()
        caller.says("no code")
        world.interpreter.comes_up()

        held = world.answering_line.hear("CA1", caller.call().turn, CallTurn(keys="1"))

        assert held == caller.speech
        assert "ask.platform" in caller.waits()

    def test_after_three_moments_the_keys_still_work(self, world):
        caller = Caller.in_menu(world)
        world.interpreter.goes_down()
        caller.says("no code")
        for _ in range(MAX_HOLDS - 1):
            assert caller.waits() == ["line.moment"]

        heard = caller.waits()

        assert heard[0] == "line.not_now"
        assert heard[2:7] == MENU
        assert "ask.platform" in caller.presses("1")

    def test_a_walk_stands_where_it_stood(self, world):
        caller = _walks(world)
        caller.presses("1")
        world.interpreter.goes_down()
        caller.says("next")
        while caller.hears() == ["line.moment"]:
            caller.waits()

        assert caller.hears() == ["line.not_now"]
        assert caller.presses("2")[0] == "code_not_received.wait_for_call"

    def test_what_is_understood_too_late_changes_nothing(self, world):
        world.interpreter.teach("change it", "walk_procedure", "change_pin")
        caller = Caller.in_menu(world)
        world.interpreter.goes_down()
        caller.says("change it")
        while caller.hears() == ["line.moment"]:
            caller.waits()
        late = world.interpreter.heard[0]
        world.interpreter.comes_up()

        world.interpreter.hear(late)

        assert caller.conversation().walks == []


class TestAPerson:
    """Put through within the hours; else told of them."""

    def test_zero_connects_with_a_person_and_warns_first(self, world):
        caller = _walks(world)

        heard = caller.presses("0")

        assert heard == ["line.connecting"]
        assert caller.connection is not None
        assert caller.connection.number == AGENT

    def test_a_person_can_be_asked_for_in_words(self, world):
        world.interpreter.teach("a human please", "hand_off", "human_handoff")
        caller = Caller.in_menu(world)

        caller.says("a human please")

        assert caller.connection is not None

    def test_after_the_talk_the_call_ends(self, world):
        caller = Caller.in_menu(world)
        caller.presses("0")
        Agent(world).takes()

        speech = world.answering_line.connected(caller.sid, caller.call().turn)

        assert isinstance(speech.parts[-1], HangUp)

    def test_a_person_who_is_not_reached_leads_back_to_the_step(self, world):
        caller = _walks(world)
        caller.presses("0")

        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)

        assert caller.hears() == ["line.person_missed", "5 option.prove.callback"]
        assert caller.presses("2")[0] == "code_not_received.open_link.tws"

    def test_a_person_who_took_the_call_and_was_never_connected_is_missed(self, world):
        """What we answer to the key can be lost on its way."""
        caller = _walks(world)
        caller.presses("0")
        Agent(world).takes()

        turn = caller.call().turn
        caller.speech = world.answering_line.connected(caller.sid, turn, is_bridged=False)

        assert caller.hears() == ["line.person_missed", "5 option.prove.callback"]
        assert Agent(world).transfer.state is TransferState.UNTAKEN

    def test_out_of_hours_the_next_opening_is_said(self, world):
        """Monday noon, and nobody is there after five."""
        world.clock.advance(hours=8)
        caller = Caller.in_menu(world)

        heard = caller.presses("0")

        assert heard[0] == "line.person_closed"
        assert caller.connection is None
        assert caller.spoken()[0].values == {"opens_at": "2026-03-03T09:00Z[UTC]"}

    def test_out_of_hours_who_proves_who_they_are_chooses_when_to_be_called(self, world):
        world.clock.advance(hours=8)
        caller = Caller.in_menu(world)
        caller.presses("0")

        heard = self._proves(world, caller, caller.presses("1"))

        assert heard[:2] == ["line.proved", "line.callback_when"]
        assert heard[2] == "1 option.callback.at"
        assert caller.presses("1")[0] == "line.callback_requested"
        with world.units.read() as unit:
            (request,) = unit.help_requests.all_open()
        assert request.number == ALICE

    def test_who_is_missed_proves_who_they_are_and_chooses_when_to_be_called(self, world):
        caller = Caller.in_menu(world)
        caller.presses("0")
        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)
        assert caller.hears()[:2] == ["line.person_missed", "1 option.prove.callback"]

        heard = self._proves(world, caller, caller.presses("1"))

        assert heard[:3] == ["line.proved", "line.callback_when", "1 option.callback.now"]
        assert caller.presses("1")[0] == "line.callback_requested_now"

    def test_out_of_hours_who_is_known_is_not_asked_who_they_are(self, world):
        world.clock.advance(hours=8)
        caller = Caller.in_menu(world)
        caller.presses("0")
        self._proves(world, caller, caller.presses("1"))

        heard = caller.presses("0")

        assert heard[:2] == ["line.person_closed_known", "1 option.callback"]

    def _proves(self, world: World, caller: Caller, asked: list[str]) -> list[str]:
        """Type the code that came as a text message."""
        assert asked == ["line.proof_sent"]
        with world.units.read() as unit:
            (delivery,) = unit.deliveries.of_login(unit.line_calls.proof_of(caller.sid).id)
        return caller.presses(world.code_of(delivery))

    def test_within_a_walk_a_pick_up_number_is_offered_then(self, world):
        world.clock.advance(hours=8)
        caller = _walks(world)

        heard = caller.presses("0")

        assert heard == ["line.person_closed", "5 option.prove.callback", "6 option.pick_up"]
        caller.presses("6")
        assert len(caller.digits()) == 2


class TestCutOff:
    """A dropped call goes on within ten minutes, by the same number, without naming the topic."""

    def test_whoever_was_cut_off_is_asked_without_the_topic(self, world):
        _walks(world).is_cut_off()

        again = Caller(world, "CA2")

        assert again.hears() == ["line.resume"]
        assert again.spoken()[0].values == {}

    def test_one_goes_on_at_the_step(self, world):
        caller = _walks(world)
        caller.presses("1")
        caller.is_cut_off()
        again = Caller(world, "CA2")

        heard = again.presses("1")

        assert heard == ["code_not_received.wait_for_call", "line.step_keys"]

    def test_who_still_talks_was_not_cut_off_whoever_else_shows_that_number(self, world):
        """A caller id can be forged: the steps of somebody on the line are not handed out."""
        _walks(world)

        assert Caller(world, "CA2").hears() == ["line.greeting", "line.greeting"]

    def test_any_other_key_leads_to_the_menu(self, world):
        _walks(world).is_cut_off()
        again = Caller(world, "CA2")

        heard = again.presses("2")

        assert "line.menu" in heard
        assert again.conversation().walks == []

    def test_the_language_stays(self, world):
        caller = Caller(world)
        for key in ("2", "1", "2"):
            caller.presses(key)
        caller.is_cut_off()

        assert Caller(world, "CA2").speech.language == "zh_CN"

    def test_after_ten_minutes_nobody_is_asked(self, world):
        _walks(world).is_cut_off()
        world.clock.advance(RESUMED_WITHIN + timedelta(seconds=1))

        assert Caller(world, "CA2").hears() == ["line.greeting", "line.greeting"]

    def test_another_number_is_not_asked(self, world):
        _walks(world).is_cut_off()

        assert Caller(world, "CA2", HUGO).hears() == ["line.greeting", "line.greeting"]

    def test_withheld_numbers_are_nobodys(self, world):
        _walks(world, number="").is_cut_off()

        assert Caller(world, "CA2", "").hears() == ["line.greeting", "line.greeting"]

    def test_whoever_said_goodbye_was_not_cut_off(self, world):
        world.interpreter.teach("bye", "small_talk", "goodbye")
        caller = _walks(world)
        caller.says("bye")
        caller.is_cut_off()

        assert Caller(world, "CA2").hears() == ["line.greeting", "line.greeting"]

    def test_cut_off_again_before_the_answer_one_is_asked_again(self, world):
        _walks(world).is_cut_off()
        Caller(world, "CA2").is_cut_off()
        third = Caller(world, "CA3")

        assert third.hears() == ["line.resume"]
        assert third.presses("1")[0] == "code_not_received.open_link.tws"

    def test_the_number_that_called_is_not_kept(self, world):
        _walks(world)
        with world.units.read() as unit:
            call = unit.line_calls.get_to_change("CA1")

        assert ALICE.encode() not in (call.caller or b"")
        assert ALICE not in repr(call)


class TestSlips:
    """Who says a secret hears the warning and the step again, not about passwords."""

    @pytest.mark.parametrize("words", ["my password is Tulip!Garden99", "我的密码是Yuexin2024！"])
    def test_a33_a_password_that_is_told_on_the_way_changes_no_topic(self, world, words):
        caller = _walks(world)

        heard = caller.says(words)

        assert heard[0] == "line.masked"
        assert "code_not_received.open_link.tws" in heard
        assert world.interpreter.heard == []


class TestOnce:
    """Twilio repeats requests; each turn acts once, and on its own call only."""

    def test_an_answer_that_is_asked_for_twice_is_the_same(self, world):
        caller = Caller(world)

        assert world.answering_line.answer("CA1", ALICE) == caller.speech

    def test_a_turn_that_comes_twice_acts_once_and_is_answered_alike(self, world):
        caller = _walks(world)
        turn = caller.turn
        caller.presses("1")
        first = caller.speech

        second = world.answering_line.hear("CA1", turn, CallTurn(keys="1"))

        assert second == first
        assert caller.conversation().walks[-1]["said"][-1] == "code_not_received.wait_for_call"

    def test_a_zero_that_was_refused_rings_nobody_when_it_comes_again_at_opening(self, world):
        world.clock.advance(hours=20, minutes=59, seconds=45)
        caller = Caller.in_menu(world)
        turn = caller.turn
        caller.presses("0")
        world.clock.advance(seconds=30)

        again = world.answering_line.hear("CA1", turn, CallTurn(keys="0"))

        assert again == caller.speech
        assert caller.hears()[0] == "line.person_closed"
        assert world.watching_transfers.cards() == []

    def test_words_that_come_twice_are_understood_once(self, world):
        world.interpreter.teach("no code", "walk_procedure", "code_not_received")
        caller = Caller.in_menu(world)
        turn = caller.turn
        caller.says("no code")

        again = world.answering_line.hear("CA1", turn, CallTurn(words="no code"))

        assert again == caller.speech
        assert len(world.interpreter.heard) == 1

    def test_a21_another_call_cannot_drive_this_one(self, world):
        caller = _walks(world)

        with pytest.raises(CallRefused):
            world.answering_line.hear("CA9", caller.turn, CallTurn(keys="1"))

    def test_a20_a_turn_that_was_not_reached_is_refused(self, world):
        caller = _walks(world)

        with pytest.raises(CallRefused):
            world.answering_line.hear("CA1", caller.turn + 1, CallTurn(keys="1"))

    def test_a_call_that_is_over_says_nothing_more(self, world):
        caller = _walks(world)
        world.answering_line.end("CA1")

        with pytest.raises(CallRefused):
            caller.presses("1")

    def test_the_end_of_an_unknown_call_is_nobodys_business(self, world):
        world.answering_line.end("CA9")

        with world.units.read() as unit:
            assert unit.line_calls.get_to_change("CA9") is None


class TestWhoCalls:
    """The number that calls is no proof of anything."""

    def test_a_caller_id_gives_nothing_personal(self, world):
        """Whoever calls from Alice's number hears the table of limits, as everybody does."""
        world.interpreter.teach("my limit", "check_withdrawal_limit", "withdrawal_limit")
        caller = Caller.in_menu(world, number=ALICE)

        heard = caller.says("my limit")

        assert not [each for each in heard if each.startswith("limits.own")]
        assert "limits.rule" in heard

    def test_a_call_is_at_level_zero_even_while_a_login_waits(self, world):
        world.logs_in("alice")
        caller = Caller.in_menu(world, number=ALICE)
        with world.units.read() as unit:
            call = unit.line_calls.get_to_change(caller.sid)
            conversation = unit.conversations.get(call.conversation_id)
            turn = begin_turn(unit, conversation, world.now())

        assert turn.level is Level.ANONYMOUS
        assert turn.login is None

    def test_nothing_is_sent_for_a_caller_id(self, world):
        login = world.logs_in("alice")
        world.interpreter.teach("call me", "send_code", "request_code_by_voice")
        caller = Caller.in_menu(world, number=ALICE)

        caller.says("call me")

        with world.units.read() as unit:
            assert unit.deliveries.of_login(login) == []

    def test_a33_a_secret_that_is_said_is_masked_and_warned_of(self, world):
        caller = Caller.in_menu(world)

        heard = caller.says("my password is hunter2 and I got no code")

        assert "line.masked" in heard
        assert "hunter2" not in repr(_events(world, caller))
        assert all("hunter2" not in each.text for each in world.interpreter.heard)

    def test_a33_a_code_said_in_words_is_not_asked_back(self, world):
        caller = Caller.in_menu(world)

        heard = caller.says("four zero two nine eight one", confidence=0.2)

        assert heard[0] == "line.masked"
        assert "line.menu" in heard
        assert world.interpreter.heard == []
        assert "nine" not in repr(_events(world, caller))


class TestProvingWhoCalls:
    """To hear of one's own account: a code to the number on file, typed on the keypad."""

    def _asks(self, world: World, number: str = ALICE, sid: str = "CA1") -> Caller:
        """Return a caller who has asked to hear about their own account."""
        caller = Caller.in_menu(world, sid, number)
        caller.presses("6")
        caller.presses("5")
        return caller

    def _code(self, world: World, caller: Caller) -> str:
        with world.units.read() as unit:
            proof = unit.line_calls.proof_of(caller.sid)
            (delivery,) = unit.deliveries.of_login(proof.id)
        assert delivery.channel is Channel.SMS
        return world.code_of(delivery)

    def test_a_code_goes_to_the_number_on_file(self, world):
        caller = self._asks(world)

        assert caller.hears() == ["line.proof_sent"]
        assert caller.listen.digits == 6
        assert world.works()
        (message,) = world.telephony.messages
        assert message.to == ALICE
        assert "sms.caller_code" in message.body

    def test_the_right_code_opens_level_two_for_this_call(self, world):
        caller = self._asks(world)

        heard = caller.presses(self._code(world, caller))

        assert heard[0] == "line.proved"
        assert heard[1] == "1 option.topic.withdrawal_limit"
        assert caller.conversation().customer_id == "customer-alice"

    def test_a_number_that_is_not_on_file_is_told_the_same(self, world):
        known = self._asks(world)
        unknown = self._asks(world, "+12025550177", "CA2")

        said = [(each.message_id, each.values) for each in known.spoken()]
        assert said == [(each.message_id, each.values) for each in unknown.spoken()]
        for _ in range(5):
            assert unknown.presses("402981") == known.presses("000000")
        with world.units.read() as unit:
            assert unit.deliveries.of_login(unit.line_calls.proof_of("CA2").id) == []

    def test_a_withheld_number_is_told_the_same(self, world):
        assert self._asks(world, "").hears() == ["line.proof_sent"]

    def test_a_number_of_two_customers_gets_no_code(self, world):
        world.has_customer("alan")
        caller = self._asks(world)

        with world.units.read() as unit:
            assert unit.line_calls.proof_of(caller.sid).of is None

    def test_a19_a_number_that_was_just_changed_gets_no_code(self, world):
        world.has_customer("kara", number=HUGO, cooling_off=timedelta(days=3))
        caller = self._asks(world, HUGO)

        assert caller.hears() == ["line.proof_sent"]
        with world.units.read() as unit:
            assert unit.line_calls.proof_of(caller.sid).of is None

    def test_five_wrong_codes_end_it_and_the_right_one_is_late_then(self, world):
        caller = self._asks(world)
        code = self._code(world, caller)
        for _ in range(4):
            assert caller.presses("000000")[0] == "line.code_wrong"

        assert caller.presses("000000")[0] == "line.code_over"
        assert caller.call().asked is Asked.CHOICE
        assert caller.conversation().customer_id is None
        assert len(code) == 6

    def test_what_is_tried_and_proved_is_on_the_record(self, world):
        caller = self._asks(world)
        code = self._code(world, caller)
        caller.presses("000000")
        caller.presses(code)

        with world.units.read() as unit:
            kinds = [each.kind for each in unit.audit.entries(0, 100)]
        assert kinds == [
            AuditKind.CODE_REQUESTED,
            AuditKind.RESPONSE_TRIED,
            AuditKind.RESPONSE_TRIED,
            AuditKind.VERIFICATION_GIVEN,
        ]

    def test_a_code_that_has_run_out_opens_nothing(self, world):
        caller = self._asks(world)
        code = self._code(world, caller)
        world.clock.advance(minutes=11)

        assert caller.presses(code)[0] == "line.code_over"
        assert caller.conversation().customer_id is None

    def test_a_code_of_one_call_opens_no_other(self, world):
        first = self._asks(world)
        second = self._asks(world, sid="CA2")

        second.presses(self._code(world, first))

        assert second.conversation().customer_id is None

    def test_a15_a_number_gets_three_such_codes_a_day(self, world):
        sids = [f"CA{each}" for each in range(4)]
        for sid in sids:
            self._asks(world, sid=sid)
            world.clock.advance(minutes=20)

        with world.units.read() as unit:
            assert [unit.line_calls.proof_of(sid).of is None for sid in sids] == [
                False,
                False,
                False,
                True,
            ]

    def test_a_repeated_code_is_charged_once(self, world):
        caller = self._asks(world)
        turn = caller.turn
        caller.presses("000000")

        again = world.answering_line.hear("CA1", turn, CallTurn(keys="000000", caller=ALICE))

        assert again == caller.speech
        with world.units.read() as unit:
            assert unit.line_calls.proof_of("CA1").attempts == 1

    def test_what_was_typed_is_kept_nowhere(self, world):
        caller = self._asks(world)
        code = self._code(world, caller)

        caller.presses(code)

        assert code not in repr(_events(world, caller))

    def test_the_star_leads_back_to_the_menu(self, world):
        caller = self._asks(world)

        assert caller.presses("*")[1:6] == MENU

    def test_who_is_proved_still_has_nothing_sent_or_changed_by_phone(self, world):
        """The phone was proved and no password: no code for a login, no activation."""
        login = world.logs_in("alice")
        world.interpreter.teach("text me", "send_code", "request_code_by_sms")
        world.interpreter.teach("reactivate", "start_reactivation", "start_reactivation")
        caller = self._asks(world)
        caller.presses(self._code(world, caller))

        assert caller.says("text me")[0] == "line.no_codes_here"
        assert "reactivation.explained" in caller.says("reactivate")
        with world.units.read() as unit:
            assert unit.deliveries.of_login(login) == []

    def test_the_proof_does_not_outlive_the_call(self, world):
        caller = _walks(world)
        caller.presses("*")
        caller.presses("6")
        caller.presses("5")
        caller.presses(self._code(world, caller))
        caller.says("whatever")
        world.answering_line.end("CA1")

        again = Caller.in_menu(world, "CA2")

        assert again.conversation().customer_id is None

    def test_the_limits_of_everybody_lead_to_it(self, world):
        world.interpreter.teach("my limit", "check_withdrawal_limit", "withdrawal_limit")
        caller = Caller.in_menu(world)

        heard = caller.says("my limit")

        assert "line.own_figures" in heard
        assert "3 option.prove" in heard


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


def test_a_code_may_be_read_to_a_phone_that_is_helped_by_the_line_too(world):
    """The line has calls of its own; they are no deliveries."""
    login = world.logs_in("alice")
    Caller.in_menu(world)

    sent = world.sends(login, Channel.SMS)

    assert sent.delivery.channel is Channel.SMS
