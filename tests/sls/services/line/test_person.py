"""A person on the line: put through, out of hours, not there; and calls that were cut off."""

from datetime import timedelta

from sls.domain.calls import HangUp
from sls.domain.line_calls import (
    RESUMED_WITHIN,
)
from sls.domain.transfers import TransferState
from tests.fakes.bootstrap import AGENT, ALICE, HUGO, World
from tests.sls.services.agent import Agent
from tests.sls.services.caller import Caller


class TestAPerson:
    """Put through within the hours; else told of them."""

    def test_zero_connects_with_a_person_and_warns_first(self, world):
        caller = Caller.at_step(world)

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
        caller = Caller.at_step(world)
        caller.presses("0")

        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)

        assert caller.hears() == ["line.person_missed", "5 option.prove.callback"]
        assert caller.presses("2")[0] == "code_not_received.open_link.tws"

    def test_a_person_who_took_the_call_and_was_never_connected_is_missed(self, world):
        """What we answer to the key can be lost on its way."""
        caller = Caller.at_step(world)
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
        caller = Caller.at_step(world)

        heard = caller.presses("0")

        assert heard == ["line.person_closed", "5 option.prove.callback", "6 option.pick_up"]
        caller.presses("6")
        assert len(caller.digits()) == 2


class TestCutOff:
    """A dropped call goes on within ten minutes, by the same number, without naming the topic."""

    def test_whoever_was_cut_off_is_asked_without_the_topic(self, world):
        Caller.at_step(world).is_cut_off()

        again = Caller(world, "CA2")

        assert again.hears() == ["line.resume"]
        assert again.spoken()[0].values == {}

    def test_one_goes_on_at_the_step(self, world):
        caller = Caller.at_step(world)
        caller.presses("1")
        caller.is_cut_off()
        again = Caller(world, "CA2")

        heard = again.presses("1")

        assert heard == ["code_not_received.wait_for_call", "line.step_keys"]

    def test_who_still_talks_was_not_cut_off_whoever_else_shows_that_number(self, world):
        """A caller id can be forged: the steps of somebody on the line are not handed out."""
        Caller.at_step(world)

        assert Caller(world, "CA2").hears() == ["line.greeting", "line.greeting"]

    def test_any_other_key_leads_to_the_menu(self, world):
        Caller.at_step(world).is_cut_off()
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
        Caller.at_step(world).is_cut_off()
        world.clock.advance(RESUMED_WITHIN + timedelta(seconds=1))

        assert Caller(world, "CA2").hears() == ["line.greeting", "line.greeting"]

    def test_another_number_is_not_asked(self, world):
        Caller.at_step(world).is_cut_off()

        assert Caller(world, "CA2", HUGO).hears() == ["line.greeting", "line.greeting"]

    def test_withheld_numbers_are_nobodys(self, world):
        Caller.at_step(world, number="").is_cut_off()

        assert Caller(world, "CA2", "").hears() == ["line.greeting", "line.greeting"]

    def test_whoever_said_goodbye_was_not_cut_off(self, world):
        world.interpreter.teach("bye", "small_talk", "goodbye")
        caller = Caller.at_step(world)
        caller.says("bye")
        caller.is_cut_off()

        assert Caller(world, "CA2").hears() == ["line.greeting", "line.greeting"]

    def test_cut_off_again_before_the_answer_one_is_asked_again(self, world):
        Caller.at_step(world).is_cut_off()
        Caller(world, "CA2").is_cut_off()
        third = Caller(world, "CA3")

        assert third.hears() == ["line.resume"]
        assert third.presses("1")[0] == "code_not_received.open_link.tws"

    def test_the_number_that_called_is_not_kept(self, world):
        Caller.at_step(world)
        with world.units.read() as unit:
            call = unit.line_calls.get_to_change("CA1")

        assert ALICE.encode() not in (call.caller or b"")
        assert ALICE not in repr(call)
