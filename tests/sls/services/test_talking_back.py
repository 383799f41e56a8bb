"""The call for help: nothing before the key, then a person or the line, and the walk goes along."""

from urllib.parse import urljoin

import pytest

from sls.domain.calls import CallTurn, Connect, GoOn, HangUp, Listen
from sls.domain.deliveries import DeliveryState
from sls.domain.errors import CallRefused
from sls.domain.gates import MAX_GATE_TRIES
from sls.domain.help_requests import HelpState
from sls.domain.transfers import TransferState
from tests.fakes.bootstrap import AGENT
from tests.sls.services.agent import Agent
from tests.sls.services.callbacks import Callee, said


@pytest.fixture
def callee(world) -> Callee:
    """Give Alice, whose phone is called."""
    callee = Callee(world)
    callee.asks_now()
    callee.is_rung()
    return callee


@pytest.fixture
def late(world) -> Callee:
    """Give Alice, whose phone is called when nobody of ours is there any more."""
    world.clock.advance(hours=4, minutes=59)
    callee = Callee(world)
    callee.chat.clicks("topic:code_not_received")
    while callee.chat.conversation.open_question is not None:
        callee.chat.clicks(callee.chat.options()[0])
    callee.asks_now()
    callee.is_rung()
    world.clock.advance(minutes=2)
    return callee


def other_key(callee: Callee) -> str:
    return str(int(callee.delivery.gate_key) % 9 + 1)


def test_a17_nothing_of_the_matter_is_said_before_the_key(world, callee):
    speech = callee.picks_up()

    assert said(speech) == ["callback.call.welcome", "callback.call.press_key"]
    (listen,) = speech.parts
    assert isinstance(listen, Listen)
    assert listen.prompts[1].values == {"key": callee.delivery.gate_key}


def test_in_business_hours_the_right_key_connects_with_a_person(world, callee):
    speech = callee.answers()

    assert isinstance(speech.parts[-1], Connect)
    assert speech.parts[-1].number == AGENT
    assert callee.request.state is HelpState.TALKING
    assert callee.told()[-1] == "callback.talking"


def test_the_key_sent_again_gives_the_same_answer_and_is_told_once(world, callee):
    first = callee.answers()

    assert callee.presses(callee.delivery.gate_key) == first
    assert callee.told().count("callback.talking") == 1


def test_every_try_of_the_gate_has_a_key_of_its_own(world, callee):
    callee.picks_up()
    before = callee.delivery.gate_key

    callee.presses(other_key(callee))

    assert callee.delivery.gate_key != before
    assert callee.request.state is HelpState.CALLING


def test_a17_who_presses_no_key_hears_goodbye_and_is_called_once_more(world, callee):
    callee.picks_up()
    for _ in range(MAX_GATE_TRIES - 1):
        callee.presses("")
    speech = callee.presses("")

    assert said(speech) == ["callback.call.goodbye_unheard"]
    assert isinstance(speech.parts[-1], HangUp)
    callee.provider_says("completed")
    assert callee.told()[-1] == "callback.again"


def test_a17_a_mailbox_hears_nothing(world, callee):
    speech = world.talking_back.answer_by_machine(callee.job, callee.sid)

    assert [type(each) for each in speech.parts] == [HangUp]
    assert callee.told()[-1] == "callback.again"


def test_a17_a_machine_found_later_has_the_call_ended(world, callee):
    callee.picks_up()

    world.talking_back.machine_found(callee.job, callee.sid)
    speech = callee.presses(callee.delivery.gate_key)
    world.hanging_up.work_once()

    assert callee.delivery.reason == "machine"
    assert said(speech) == ["callback.call.not_wanted"]
    assert world.telephony.ended == [callee.sid]
    assert callee.told()[-1] == "callback.again"


def test_whoever_pressed_the_key_is_no_machine(world, callee):
    callee.answers()

    world.talking_back.machine_found(callee.job, callee.sid)
    world.hanging_up.work_once()

    assert callee.request.state is HelpState.TALKING
    assert world.telephony.ended == []


def test_a_machine_in_a_foreign_call_changes_nothing(world, callee):
    callee.picks_up()

    world.talking_back.machine_found(callee.job, "CA99")

    assert callee.delivery.state is DeliveryState.ANSWERED


def test_after_the_talk_the_request_is_done_and_the_chat_hears_of_it(world, callee):
    callee.answers()
    Agent(world, callee.sid).takes()

    speech = world.talking_back.connected(callee.job, callee.sid)
    callee.provider_says("completed")

    assert said(speech) == ["callback.call.goodbye"]
    assert callee.request.state is HelpState.DONE
    assert callee.told()[-1] == "callback.done"


def test_when_nobody_of_ours_answers_the_line_helps_on(world, callee):
    callee.answers()

    speech = world.talking_back.connected(callee.job, callee.sid)

    assert isinstance(speech.parts[-1], GoOn)
    assert said(_on_the_line(world, callee))[0] == "callback.call.person_missed"


def test_when_a_person_took_the_call_and_was_never_connected_the_line_helps_on(world, callee):
    callee.answers()
    Agent(world, callee.sid).takes()

    speech = world.talking_back.connected(callee.job, callee.sid, is_bridged=False)

    assert isinstance(speech.parts[-1], GoOn)
    assert said(_on_the_line(world, callee))[0] == "callback.call.person_missed"


def test_the_key_told_again_after_nobody_took_the_call_goes_on_with_the_line(world, callee):
    callee.answers()
    line = world.talking_back.connected(callee.job, callee.sid)
    missed = Agent(world, callee.sid).transfer

    assert callee.presses(callee.delivery.gate_key) == line
    assert [each.transfer for each in world.watching_transfers.cards()] == [missed]


def test_the_key_told_again_after_the_talk_is_answered_with_goodbye(world, callee):
    callee.answers()
    Agent(world, callee.sid).takes()
    goodbye = world.talking_back.connected(callee.job, callee.sid)

    assert callee.presses(callee.delivery.gate_key) == goodbye
    assert len(world.watching_transfers.cards()) == 1


def test_the_end_of_a_talk_told_again_leaves_the_lines_own_transfer_alone(world, callee):
    callee.answers()
    line = world.talking_back.connected(callee.job, callee.sid)
    world.clock.advance(seconds=1)
    world.answering_line.hear(callee.sid, 0, CallTurn(keys="0"))
    tried = Agent(world, callee.sid).transfer
    assert tried.state is TransferState.WAITING

    again = world.talking_back.connected(callee.job, callee.sid)

    assert again.parts != line.parts
    assert isinstance(again.parts[-1], GoOn)
    assert Agent(world, callee.sid).transfer == tried
    assert tried.state is TransferState.WAITING


@pytest.mark.parametrize("base", ["https://sls.example", "https://example.com/help/sls"])
@pytest.mark.parametrize("step", ["gate", "connected"])
def test_the_line_is_found_below_a_path_of_our_address_too(world, callee, base, step):
    callee.answers()

    (go_on,) = world.talking_back.connected(callee.job, callee.sid).parts

    here = f"{base}/voice/callbacks/{callee.job}/{step}"
    assert urljoin(here, go_on.to) == f"{base}/voice/line/0/wait"


def test_out_of_hours_the_line_goes_on_with_the_walk_of_the_chat(world, late):
    step = late.chat.conversation.walks[-1]["said"][-1]

    speech = late.answers()

    assert isinstance(speech.parts[-1], GoOn)
    spoken = _on_the_line(world, late)
    assert said(spoken)[0] == "callback.call.nobody_free"
    assert step in str(spoken)


def test_only_the_walk_goes_along_and_nobody_is_known_on_the_phone(world, late):
    late.answers()

    with world.units.read() as unit:
        call = unit.line_calls.get_to_change(late.sid)
        spoken = unit.conversations.get(call.conversation_id)
    assert spoken.channel == "phone"
    assert spoken.login_id is None
    assert spoken.customer_id is None
    assert spoken.walks == late.chat.conversation.walks


def test_the_line_is_asked_for_the_next_step_by_key(world, late):
    late.answers()
    place = late.chat.conversation.walks[-1]["said"]

    world.answering_line.hear(late.sid, 0, CallTurn(keys="1"))

    with world.units.read() as unit:
        call = unit.line_calls.get_to_change(late.sid)
        spoken = unit.conversations.get(call.conversation_id)
    assert len(spoken.walks[-1]["said"]) == len(place) + 1


def test_a20_another_call_cannot_drive_this_one(world, callee):
    callee.picks_up()

    with pytest.raises(CallRefused):
        world.talking_back.press_at_gate(callee.job, "CA99", callee.delivery.gate_key)


def test_a20_a_call_of_a_code_has_nothing_to_say_here(world):
    sent = world.rings(world.logs_in())

    with pytest.raises(CallRefused):
        world.talking_back.answer(sent.delivery.job, "CA1")


def test_connecting_is_not_for_whoever_did_not_pass_the_gate(world, callee):
    callee.picks_up()

    with pytest.raises(CallRefused):
        world.talking_back.connected(callee.job, callee.sid)


def test_a_call_that_was_settled_meanwhile_says_so_and_hangs_up(world, callee):
    callee.provider_says("busy")
    world.attending.finish(callee.request.id)

    speech = callee.picks_up()

    assert said(speech) == ["callback.call.not_wanted"]
    assert isinstance(speech.parts[-1], HangUp)


def test_the_key_told_again_at_opening_still_goes_on_with_the_line(world, late):
    line = late.answers()
    world.clock.advance(hours=16)

    assert late.presses(late.delivery.gate_key) == line
    assert world.watching_transfers.cards() == []


def _on_the_line(world, callee):
    return world.answering_line.wait(callee.sid, 0)
