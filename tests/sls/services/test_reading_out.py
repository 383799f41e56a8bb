"""Reading out: what may be pressed after the code (again, slower, SMS, a person)."""

from datetime import UTC, datetime

import pytest

from sls.domain.calls import (
    MAX_MENU_MISSES,
    MAX_READINGS,
    Connect,
    HangUp,
    Listen,
    Pace,
    ReadCode,
    Speak,
)
from sls.domain.deliveries import DeliveryState
from sls.domain.errors import CallRefused, ChannelUnavailable, Refusal
from sls.domain.factors import Channel
from sls.services.putting_through import PuttingThrough
from tests.fakes.bootstrap import AGENT, HOURS, World
from tests.sls.services.agent import Agent
from tests.sls.services.calls import OnThePhone, codes, ends, said

MENU = ["voice.menu", "voice.menu.person", "voice.menu.done"]
SATURDAY = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
JUST_BEFORE_FIVE = datetime(2026, 3, 2, 16, 59, 45, tzinfo=UTC)
JUST_BEFORE_NINE = datetime(2026, 3, 3, 8, 59, 45, tzinfo=UTC)


@pytest.fixture
def phone(world) -> OnThePhone:
    """Give somebody to whom the code was read out."""
    phone = OnThePhone(world, world.rings(world.logs_in()))
    phone.hears_the_code()
    return phone


def _texts(world: World) -> list[str]:
    while world.works():
        pass
    return [order.to for order in world.telephony.messages]


@pytest.mark.parametrize(("key", "pace"), [("1", Pace.NORMAL), ("2", Pace.SLOW)])
def test_the_code_is_repeated_and_slower_on_request(phone, key, pace):
    speech = phone.chooses(key)

    assert codes(speech) == [ReadCode(phone.sent.code, pace)] * 2
    assert speech.parts[-1].to == "menu"


def test_after_the_code_the_choices_are_named_and_may_be_interrupted(world):
    phone = OnThePhone(world, world.rings(world.logs_in()))

    listen = phone.hears_the_code().parts[-1]

    assert isinstance(listen, Listen)
    assert [prompt.message_id for prompt in listen.prompts] == MENU
    assert listen.may_interrupt
    assert listen.to == listen.otherwise == "menu"


@pytest.mark.parametrize(
    ("key", "opening"), [("", "voice.no_key"), ("9", "voice.menu.unknown_key")]
)
def test_silence_and_a_key_without_meaning_are_asked_once_more(phone, key, opening):
    speech = phone.chooses(key)

    assert said(speech) == [opening, *MENU]
    assert not ends(speech)


@pytest.mark.parametrize("key", ["", "9", "#", "11"])
def test_whoever_stays_silent_is_bidden_goodbye(phone, key):
    speeches = [phone.chooses(key) for _ in range(MAX_MENU_MISSES + 1)]

    assert [ends(speech) for speech in speeches] == [False, True, True]
    assert said(speeches[1]) == ["voice.menu.goodbye"]


def test_a_code_is_read_four_times_at_most(phone):
    speeches = [phone.chooses("1") for _ in range(MAX_READINGS)]

    assert [bool(codes(speech)) for speech in speeches] == [True] * (MAX_READINGS - 1) + [False]


def test_a_text_message_instead_is_queued_like_one_from_the_chat(world, phone):
    speech = phone.chooses("3")

    assert said(speech) == ["voice.sms.started", "voice.goodbye"]
    assert ends(speech)
    assert _texts(world) == [phone.row.number]
    assert phone.sent.code in world.telephony.messages[0].body, "the same code, not a second one"


def test_a_code_that_is_too_old_to_be_sent_is_replaced_and_the_caller_hears_so(world, phone):
    world.clock.advance(minutes=6)

    speech = phone.chooses("3")
    world.hanging_up.work_once()

    assert said(speech) == ["voice.sms.new_code", "voice.goodbye"]
    assert world.telephony.ended == [], "nobody is cut off in the middle of a sentence"
    assert _texts(world) == [phone.row.number]
    assert phone.sent.code not in world.telephony.messages[0].body


def test_a_text_message_asked_for_twice_is_refused_with_the_time_to_wait(world, phone):
    phone.chooses("3")
    world.clock.advance(seconds=10)

    speech = phone.chooses("3")

    too_soon = Speak("voice.sms.too_soon", {"seconds": 20})
    assert speech.parts[0].prompts[0] == too_soon
    assert _texts(world) == [phone.row.number]


def test_the_limits_of_the_number_hold_on_the_phone_as_well(world, phone):
    for _ in range(4):
        world.sends(world.logs_in())

    speech = phone.chooses("3")

    assert said(speech) == ["voice.sms.too_many", *MENU]
    assert _texts(world) == []


def test_refusals_are_counted_and_end_the_call(world, phone):
    phone.chooses("3")

    speeches = [phone.chooses("3") for _ in range(MAX_MENU_MISSES)]

    assert [ends(speech) for speech in speeches] == [False, True]
    assert world.delivery(phone.sent.delivery.id).menu_misses == MAX_MENU_MISSES


def test_a_text_message_from_the_phone_is_told_to_the_chat_that_asked_for_the_call(world):
    opened = world.conversing.open("en", None, world.logs_in())
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")
    world.works()
    with world.units.read() as unit:
        call = unit.deliveries.of_login(opened.conversation.login_id)[-1]
    job = call.job
    world.calling.answer(job, "CA1")
    world.calling.press_at_gate(job, "CA1", call.gate_key)

    world.calling.press_after_code(job, "CA1", "3")

    events = world.conversing.events_after(opened.bearer, 0)
    channels = [each.data["channel"] for each in events if each.kind == "delivery"]
    assert channels[-1] == Channel.SMS


def test_a_person_is_rung_within_the_hours_and_the_end_comes_back(phone, world):
    speech = phone.chooses("0")

    speak, connect = speech.parts
    assert speak == Speak("voice.person.connecting", {})
    assert isinstance(connect, Connect)
    assert (connect.number, connect.to) == (AGENT, "connected")
    assert phone.row.connected_at == world.now()


@pytest.mark.parametrize(
    ("is_taken", "words"), [(True, "voice.goodbye"), (False, "voice.person.busy")]
)
def test_after_the_talk_there_is_a_goodbye_and_else_what_to_do(world, phone, is_taken, words):
    phone.chooses("0")
    if is_taken:
        Agent(world).takes()

    speech = phone.after_talk()

    assert said(speech) == [words]
    assert ends(speech)
    assert phone.row.connected_at is None


def test_a_person_who_took_the_call_and_was_never_connected_was_busy(world, phone):
    phone.chooses("0")
    Agent(world).takes()

    speech = world.calling.after_talk(phone.sent.delivery.job, phone.sid, is_bridged=False)

    assert said(speech) == ["voice.person.busy"]


def test_a_key_that_is_told_twice_rings_for_one_transfer(world, phone):
    first = phone.chooses("0")
    since = phone.row.connected_at
    world.clock.advance(seconds=5)

    assert phone.chooses("0") == first
    assert phone.row.connected_at == since


@pytest.mark.parametrize("wait", [5, 90])
def test_a_replayed_key_begins_no_other_transfer_after_a_missed_one(world, phone, wait):
    first = phone.chooses("0")
    missed = Agent(world).transfer
    phone.after_talk()
    world.clock.advance(seconds=wait)

    again = phone.chooses("0")

    assert again == first
    assert [each.transfer.id for each in world.watching_transfers.cards()] == [missed.id]
    assert phone.row.connected_at is None


def test_a_replayed_key_gets_the_same_answer_though_the_hours_are_over(world):
    world.clock.advance(JUST_BEFORE_FIVE - world.now())
    phone = OnThePhone(world, world.rings(world.logs_in()))
    phone.hears_the_code()
    first = phone.chooses("0")
    world.clock.advance(seconds=30)

    assert phone.chooses("0") == first


def test_what_became_of_the_talk_is_said_again_when_it_is_told_again(phone):
    phone.chooses("0")

    assert phone.after_talk() == phone.after_talk()


def test_nobody_is_back_from_a_person_who_was_never_rung(phone):
    with pytest.raises(CallRefused):
        phone.after_talk()


def test_out_of_hours_the_next_opening_is_named(world):
    world.clock.advance(SATURDAY - world.now())
    phone = OnThePhone(world, world.rings(world.logs_in()))
    phone.hears_the_code()

    speech = phone.chooses("0")

    closed = Speak("voice.person.closed", {"opens_at": "2026-03-09T09:00Z[UTC]"})
    assert speech.parts == (closed, Speak("voice.goodbye", {}), HangUp())
    assert phone.row.connected_at is None


def test_a_key_that_was_refused_begins_no_transfer_when_it_is_told_again_at_opening(world):
    """Goodbye was said to that call; a webhook that comes twice rings nobody of ours."""
    world.clock.advance(JUST_BEFORE_NINE - world.now())
    phone = OnThePhone(world, world.rings(world.logs_in()))
    phone.hears_the_code()
    refused = phone.chooses("0")
    assert phone.chooses("0") == refused
    world.clock.advance(seconds=30)

    again = phone.chooses("0")

    assert said(again) == ["voice.person.busy"]
    assert ends(again)
    assert world.watching_transfers.cards() == []
    assert phone.row.connected_at is None


def test_without_a_number_for_people_there_is_no_such_choice(world):
    world.calling._reading_out._putting_through = PuttingThrough(None, HOURS)
    phone = OnThePhone(world, world.rings(world.logs_in()))

    offered = said(phone.hears_the_code())
    speech = phone.chooses("0")

    assert "voice.menu.person" not in offered
    assert said(speech) == ["voice.person.none", "voice.goodbye"]


def test_the_menu_is_closed_until_the_code_was_read_out(world):
    phone = OnThePhone(world, world.rings(world.logs_in()))
    phone.answers()

    for key in ("1", "3", "0"):
        with pytest.raises(CallRefused):
            phone.chooses(key)
    assert phone.row.state is DeliveryState.ANSWERED


def test_a_code_that_was_used_brings_no_text_message_any_more(world, phone):
    world.logging_in.verify(phone.sent.login_id, phone.sent.code)

    speech = phone.chooses("3")

    assert said(speech) == ["voice.no_longer_needed"]
    assert _texts(world) == []


def test_whom_no_message_reaches_is_told_so(phone, world, monkeypatch):
    refusal = ChannelUnavailable("country_not_reached", None, Channel.SMS)
    monkeypatch.setattr(world.sending, "request", _raises(refusal))

    assert said(phone.chooses("3")) == ["voice.sms.unavailable", *MENU]


def _raises(refusal: Refusal):
    def refuse(*_asked: object) -> None:
        raise refusal

    return refuse
