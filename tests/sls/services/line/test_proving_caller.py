"""Who calls is proved by a code in a text message, and tells nothing while it is not."""

from datetime import timedelta

from sls.domain.audit import AuditKind
from sls.domain.calls import CallTurn
from sls.domain.factors import Channel
from sls.domain.line_calls import (
    Asked,
)
from sls.services.line_menus import MAIN_MENU
from tests.fakes.bootstrap import ALICE, HUGO, World
from tests.sls.services.caller import Caller

MENU = [f"{key} option.{topic.replace(':', '.')}" for key, topic in enumerate(MAIN_MENU[:5], 1)]


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
        caller = Caller.at_step(world)
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
