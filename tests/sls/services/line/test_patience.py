"""Silence, noise and words that nobody understands, and waiting while words are understood."""

from sls.domain.calls import CallTurn
from sls.domain.line_calls import (
    MAX_HOLDS,
    MAX_MISSES,
    MAX_SILENCES,
    MAX_TURNS,
    SLIP,
)
from sls.services.line_menus import MAIN_MENU
from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller

MENU = [f"{key} option.{topic.replace(':', '.')}" for key, topic in enumerate(MAIN_MENU[:5], 1)]


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
        caller = Caller.at_step(world)

        assert caller.is_silent() == ["line.take_your_time"]
        assert caller.is_silent() == [
            "line.silence",
            "code_not_received.open_link.tws",
            "line.step_keys",
        ]

    def test_a_key_begins_patience_anew(self, world):
        caller = Caller.at_step(world)
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
        caller = Caller.at_step(world)

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
        caller = Caller.at_step(world)

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
        caller = _told_to_wait(world)
        caller.waits()
        heard = len(world.interpreter.heard)

        caller.speech = caller.line.wait(caller.sid, caller.turn)

        assert len(world.interpreter.heard) == heard
        assert "ask.platform" in caller.hears()

    def test_a_key_while_words_are_understood_changes_nothing(self, world):
        caller = _told_to_wait(world)

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
        caller = Caller.at_step(world)
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


def _told_to_wait(world: World) -> Caller:
    """Return a caller whose words were not understood in time; now they would be."""
    world.interpreter.teach("no code", "walk_procedure", "code_not_received")
    caller = Caller.in_menu(world)
    world.interpreter.goes_down()
    caller.says("no code")
    world.interpreter.comes_up()
    return caller
