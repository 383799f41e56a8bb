"""Turns of a call: slips, turns that come twice or late, and who may take them."""

import pytest

from sls.domain.calls import CallTurn
from sls.domain.conversations import Level
from sls.domain.errors import CallRefused
from sls.domain.factors import Channel
from sls.services.turns import begin_turn
from tests.fakes.bootstrap import ALICE, World
from tests.sls.services.caller import Caller


class TestSlips:
    """Who says a secret hears the warning and the step again, not about passwords."""

    @pytest.mark.parametrize("words", ["my password is Tulip!Garden99", "我的密码是Yuexin2024！"])
    def test_a33_a_password_that_is_told_on_the_way_changes_no_topic(self, world, words):
        caller = Caller.at_step(world)

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
        caller = Caller.at_step(world)
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
        caller = Caller.at_step(world)

        with pytest.raises(CallRefused):
            world.answering_line.hear("CA9", caller.turn, CallTurn(keys="1"))

    def test_a20_a_turn_that_was_not_reached_is_refused(self, world):
        caller = Caller.at_step(world)

        with pytest.raises(CallRefused):
            world.answering_line.hear("CA1", caller.turn + 1, CallTurn(keys="1"))

    def test_a_call_that_is_over_says_nothing_more(self, world):
        caller = Caller.at_step(world)
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


def test_a_code_may_be_read_to_a_phone_that_is_helped_by_the_line_too(world):
    """The line has calls of its own; they are no deliveries."""
    login = world.logs_in("alice")
    Caller.in_menu(world)

    sent = world.sends(login, Channel.SMS)

    assert sent.delivery.channel is Channel.SMS


def _events(world: World, caller: Caller):
    with world.units.read() as unit:
        return [each.data for each in unit.conversations.events_after(caller.conversation().id, 0)]
