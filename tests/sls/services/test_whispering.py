"""Whispering: whoever answers for us hears what it is about, and takes the call by its key."""

import pytest

from sls.domain.calls import HangUp, Listen, Speak, Speech
from sls.domain.errors import CallRefused
from sls.domain.factors import FactorKind
from sls.domain.line_calls import Asked
from sls.domain.transfers import MAX_ASKS, CallerKnown, TransferKind, TransferState
from sls.services.whispering import Rung
from tests.fakes.bootstrap import World
from tests.sls.services.agent import Agent
from tests.sls.services.callbacks import Callee
from tests.sls.services.caller import Caller
from tests.sls.services.calls import OnThePhone


@pytest.fixture
def world() -> World:
    """Give a world in which Alice is a customer."""
    world = World()
    world.has_customer("alice", FactorKind.SMS)
    return world


@pytest.fixture
def caller(world) -> Caller:
    """Give Alice, who walks on our line and wants a person."""
    caller = Caller.in_menu(world)
    for key in ("1", "2", "0"):
        caller.presses(key)
    return caller


@pytest.fixture
def agent(world, caller) -> Agent:
    """Give the one who is rung for her."""
    return Agent(world, caller.sid)


def _said(speech: Speech) -> list[tuple[str, str | None]]:
    parts = [part for part in speech.parts if isinstance(part, Speak)]
    for part in speech.parts:
        parts += part.prompts if isinstance(part, Listen) else ()
    return [(each.message_id, each.language) for each in parts]


def _proved_caller(world: World, sid: str = "CA1") -> Caller:
    caller = Caller.in_menu(world, sid)
    caller.presses("6")
    caller.presses("5")
    with world.units.read() as unit:
        (delivery,) = unit.deliveries.of_login(unit.line_calls.proof_of(caller.sid).id)
    caller.presses(world.code_of(delivery))
    return caller


class TestWhatIsWhispered:
    """Kind, topic, language, whether it is proven, and the key; in both languages."""

    def test_the_callers_language_comes_first(self, agent):
        said = _said(agent.answers())

        told = ["kind.line", "topic", "language.en", "known_by.nothing", "take"]
        assert said[:5] == [(f"transfer.{each}", "en") for each in told]
        assert said[5:] == [(f"transfer.{each}", "zh_CN") for each in told]

    def test_who_said_nothing_of_a_topic_has_none(self, world):
        Caller.in_menu(world).presses("0")

        assert ("transfer.no_topic", "en") in _said(Agent(world).answers())

    def test_a_proven_caller_is_told_as_one(self, world):
        _proved_caller(world).presses("0")

        assert ("transfer.known_by.code", "en") in _said(Agent(world).answers())

    def test_a_call_for_help_is_told_as_one(self, world):
        callee = Callee(world)
        callee.asks_now()
        callee.is_rung()
        callee.answers()

        said = _said(Agent(world, callee.sid).answers())

        assert ("transfer.kind.callback", "en") in said
        assert ("transfer.known_by.login", "en") in said

    def test_a_call_with_a_code_is_told_as_one(self, world):
        phone = OnThePhone(world, world.rings(world.logs_in()))
        phone.hears_the_code()
        phone.chooses("0")

        said = _said(Agent(world).answers())

        assert ("transfer.kind.code", "en") in said
        assert ("transfer.topic", "en") in said

    def test_no_number_and_no_name_is_said(self, agent):
        (listen,) = agent.answers().parts

        values = [str(value) for each in listen.prompts for value in each.values.values()]
        assert not [each for each in values if "alice" in each or "+1" in each]


class TestTheKey:
    """A17: the mailbox of a person of ours gets no customer."""

    def test_the_key_connects(self, agent):
        speech = agent.takes()

        assert speech.parts == ()
        assert agent.transfer.state is TransferState.TALKING

    @pytest.mark.parametrize("key", ["", "2", "0"])
    def test_a17_without_the_key_nobody_is_connected(self, world, caller, agent, key):
        agent.answers()
        again = agent.presses(key)
        over = agent.presses(key)

        # What a mailbox makes of it is a completed call, as the provider tells.
        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)

        assert isinstance(again.parts[-1], Listen)
        assert over.parts == (HangUp(),)
        assert caller.hears()[0] == "line.person_missed"
        assert caller.call().asked is Asked.STEP
        assert agent.transfer.state is TransferState.UNTAKEN

    def test_it_is_asked_for_twice(self, agent):
        speeches = [agent.answers()]
        while isinstance(speeches[-1].parts[-1], Listen):
            speeches.append(agent.presses(""))

        assert len(speeches) == MAX_ASKS + 1
        assert {each for each, _language in _said(speeches[1])} == {"transfer.take"}

    def test_a17_a_key_that_comes_after_we_hung_up_connects_nobody(self, agent):
        agent.answers()
        for _ in range(MAX_ASKS):
            agent.presses("")

        assert agent.presses("1").parts == (HangUp(),)
        with pytest.raises(CallRefused):
            agent.presses("1", MAX_ASKS + 2)
        assert agent.transfer.state is TransferState.WAITING

    def test_a_whisper_that_is_told_twice_asks_once(self, agent):
        first = agent.answers()

        assert agent.answers() == first
        assert isinstance(agent.presses("").parts[-1], Listen)

    def test_a_silence_that_is_told_twice_is_counted_once(self, agent):
        agent.answers()
        first = agent.presses("", 1)

        assert agent.presses("", 1) == first
        assert agent.presses("1").parts == ()
        assert agent.transfer.state is TransferState.TALKING

    def test_a_key_for_an_asking_that_is_past_connects_nobody(self, agent):
        """The silence was answered already; whatever comes for it now is no answer to us."""
        agent.answers()
        again = agent.presses("", 1)

        assert agent.presses("1", 1) == again
        assert agent.transfer.state is TransferState.WAITING

    def test_a_second_phone_of_ours_has_askings_of_its_own(self, world, caller, agent):
        """What the first one, or its mailbox, did not take is told to the second from the start."""
        first = agent.answers()
        for _ in range(MAX_ASKS):
            agent.presses("")
        second = Agent(world, caller.sid, "CA-second")

        assert _said(second.answers()) == _said(first)
        assert second.presses("1").parts == ()
        assert agent.transfer.state is TransferState.TALKING

    def test_a21_a_phone_that_was_never_asked_is_refused(self, world, caller, agent):
        agent.answers()

        with pytest.raises(CallRefused):
            Agent(world, caller.sid, "CA-second").presses("1", 1)
        assert agent.transfer.state is TransferState.WAITING

    def test_a_key_that_is_told_twice_connects_once(self, world, agent):
        agent.takes()
        since = agent.transfer.taken_at
        world.clock.advance(seconds=5)

        assert agent.presses("1").parts == ()
        assert agent.transfer.taken_at == since

    def test_whoever_comes_too_late_hears_that_the_caller_is_gone(self, world, caller, agent):
        caller.is_cut_off()

        said = agent.answers()

        assert [each for each, _language in _said(said)] == ["transfer.gone"] * 2
        assert isinstance(said.parts[-1], HangUp)

    def test_whoever_presses_too_late_hears_so_too(self, caller, agent):
        agent.answers()
        caller.is_cut_off()

        said = agent.presses("1")

        assert [each for each, _language in _said(said)] == ["transfer.gone"] * 2
        assert said.parts[-1] == HangUp()

    def test_a21_a_name_that_nobody_has_is_refused(self, world):
        nobody = Rung("nobody", "CA1", "CA-ours")
        with pytest.raises(CallRefused):
            world.whispering.answer(nobody)
        with pytest.raises(CallRefused):
            world.whispering.press(nobody, 1, "1")

    @pytest.mark.parametrize("sid", ["CA99", ""])
    def test_a21_whoever_was_rung_for_another_call_is_refused(self, world, agent, sid):
        stranger = Rung(agent.transfer.id, sid, "CA-ours")
        with pytest.raises(CallRefused):
            world.whispering.answer(stranger)
        with pytest.raises(CallRefused):
            world.whispering.press(stranger, 1, "1")
        assert (agent.transfer.state, agent.transfer.asks) == (TransferState.WAITING, {})


class TestHowItEnds:
    """What becomes of a transfer is on record, for the desk."""

    def test_talked(self, world, caller, agent):
        agent.takes()
        world.answering_line.connected(caller.sid, caller.call().turn)

        assert agent.transfer.state is TransferState.TALKED

    def test_nobody_answered(self, world, caller, agent):
        world.answering_line.connected(caller.sid, caller.call().turn)

        assert agent.transfer.state is TransferState.MISSED

    def test_the_caller_left_before(self, caller, agent):
        caller.is_cut_off()

        assert agent.transfer.state is TransferState.LEFT

    def test_a_caller_who_hangs_up_after_the_key_may_have_talked_or_not(self, caller, agent):
        agent.takes()
        caller.is_cut_off()

        assert agent.transfer.state is TransferState.UNTOLD

    @pytest.mark.parametrize(
        ("is_bridged", "state"), [(True, TransferState.TALKED), (False, TransferState.LEFT)]
    )
    def test_the_provider_knows_whether_they_were_bridged(
        self, world, caller, agent, is_bridged, state
    ):
        turn = caller.call().turn
        agent.takes()
        caller.is_cut_off()

        speech = world.answering_line.connected(caller.sid, turn, is_bridged=is_bridged)

        assert speech.parts == (HangUp(),)
        assert agent.transfer.state is state

    def test_what_is_told_of_an_earlier_transfer_says_nothing_of_a_later_one(
        self, world, caller, agent
    ):
        earlier = caller.call().turn
        caller.speech = world.answering_line.connected(caller.sid, earlier, is_bridged=False)
        world.clock.advance(seconds=30)
        caller.presses("0")
        agent.takes()
        caller.is_cut_off()

        world.answering_line.connected(caller.sid, earlier, is_bridged=False)

        assert agent.transfer.state is TransferState.UNTOLD

    @pytest.mark.parametrize(
        ("is_bridged", "state"), [(True, TransferState.TALKED), (False, TransferState.LEFT)]
    )
    def test_a_call_with_a_code_that_is_left_after_the_key_is_told_like_that(
        self, world, is_bridged, state
    ):
        phone = OnThePhone(world, world.rings(world.logs_in()))
        phone.hears_the_code()
        phone.chooses("0")
        agent = Agent(world)
        agent.takes()
        phone.is_told("completed")
        assert agent.transfer.state is TransferState.UNTOLD

        world.calling.after_talk(phone.sent.delivery.job, phone.sid, is_bridged=is_bridged)

        assert agent.transfer.state is state

    @pytest.mark.parametrize(
        ("is_bridged", "state"), [(True, TransferState.TALKED), (False, TransferState.LEFT)]
    )
    def test_a_call_for_help_that_is_left_after_the_key_is_told_like_that(
        self, world, is_bridged, state
    ):
        callee = Callee(world)
        callee.asks_now()
        callee.is_rung()
        callee.answers()
        agent = Agent(world, callee.sid)
        agent.takes()
        callee.provider_says("completed")
        assert agent.transfer.state is TransferState.UNTOLD

        speech = world.talking_back.connected(callee.job, callee.sid, is_bridged=is_bridged)

        assert speech.parts == (HangUp(),)
        assert agent.transfer.state is state

    def test_a_second_try_of_one_call_is_another_transfer(self, world, caller, agent):
        first = agent.transfer.id
        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)
        world.clock.advance(seconds=30)
        caller.presses("0")

        assert agent.transfer.id != first
        assert caller.connection is not None
        assert caller.connection.whisper == agent.transfer.id

    def test_a_turn_that_comes_twice_rings_for_one_transfer(self, world, caller, agent):
        again = world.answering_line.wait(caller.sid, caller.call().turn)

        assert again == caller.speech

    def test_a_call_with_a_code_ends_its_transfer_too(self, world):
        phone = OnThePhone(world, world.rings(world.logs_in()))
        phone.hears_the_code()
        phone.chooses("0")
        phone.is_told("completed")

        assert Agent(world).transfer.state is TransferState.LEFT

    def test_a_call_for_help_that_is_left_ends_its_transfer_too(self, world):
        callee = Callee(world)
        callee.asks_now()
        callee.is_rung()
        callee.answers()
        callee.provider_says("completed")

        assert Agent(world, callee.sid).transfer.state is TransferState.LEFT


class TestWhoIsMissed:
    """Whom we know is offered a call back; whom we do not know is told how to get one."""

    def test_a_proven_caller_can_be_called_back(self, world):
        caller = _proved_caller(world)
        caller.presses("0")
        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)

        heard = caller.hears()
        caller.presses("1")

        assert heard[0] == "line.person_missed_known"
        assert "1 option.callback" in heard
        assert caller.hears()[0] == "line.callback_when"

    def test_a_call_that_was_asked_for_by_phone_proves_a_phone_and_no_password(self, world):
        caller = _proved_caller(world, "CA-line")
        caller.presses("0")
        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)
        caller.presses("1")
        caller.presses("1")  # now
        caller.is_cut_off()
        world.ringing_back.look_after()
        world.works()
        world.works()
        with world.units.read() as unit:
            (request,) = unit.help_requests.all_open()
        delivery = world.delivery(request.delivery_id or "")
        sid = delivery.provider_sid or ""
        world.talking_back.answer(delivery.job, sid)
        world.talking_back.press_at_gate(delivery.job, sid, delivery.gate_key)

        assert Agent(world, sid).transfer.known_by is CallerKnown.NUMBER

    def test_a_stranger_is_not(self, world, caller):
        caller.speech = world.answering_line.connected(caller.sid, caller.call().turn)

        assert not [each for each in caller.hears() if "option.callback" in each]


class TestWhatTheDeskSees:
    """Who is being put through, and for an hour how it ended."""

    def test_under_way(self, world, caller, agent):
        (card,) = world.watching_transfers.cards()

        assert card.transfer.state is TransferState.WAITING
        assert card.transfer.kind is TransferKind.LINE
        assert card.transfer.known_by is CallerKnown.NOTHING
        assert card.transfer.to is None
        assert card.walks[-1]["procedure"] == "code_not_received"

    def test_a_number_is_shown_masked(self, world):
        _proved_caller(world).presses("0")

        (card,) = world.watching_transfers.cards()

        assert card.transfer.known_by is CallerKnown.CODE
        assert card.transfer.to == "+1 ••• 0101"

    def test_one_that_is_over_goes_after_an_hour(self, world, caller, agent):
        caller.is_cut_off()
        world.clock.advance(minutes=59)
        assert len(world.watching_transfers.cards()) == 1

        world.clock.advance(minutes=1)

        assert world.watching_transfers.cards() == []

    def test_one_whose_end_nobody_told_goes_too(self, world, caller, agent):
        agent.takes()
        world.clock.advance(hours=1)

        assert world.watching_transfers.cards() == []
