"""Reporting: who hears what became of a delivery."""

from contextlib import contextmanager

import pytest

from sls.domain.factors import Channel
from sls.services.delivering import Delivering
from sls.services.reporting import Reporting
from tests.fakes.bootstrap import FANG, World


def _open(world: World, login_id: str | None = None):
    return world.conversing.open("en", None, login_id)


def _deliveries(world: World, opened) -> list[str]:
    events = world.conversing.events_after(opened.bearer, 0)
    return [event.data["state"] for event in events if event.kind == "delivery"]


def _said(world: World, opened) -> list[str]:
    events = world.conversing.events_after(opened.bearer, 0)
    return [event.data["utterance"]["id"] for event in events if "utterance" in event.data]


def _asks_for_a_call(world: World, opened, channel: Channel = Channel.VOICE):
    world.conversing.hear_option(opened.bearer, "ask", f"send_code:{channel}")
    world.works()
    with world.units.read() as unit:
        return unit.deliveries.of_login(opened.conversation.login_id)[-1]


def _calls_through(world: World, delivery) -> None:
    """Let the call ring, be answered, read the code and end."""
    job, sid = delivery.job, delivery.provider_sid
    world.calling.provider_says(job, sid, "ringing", None)
    world.calling.answer(job, sid)
    world.calling.press_at_gate(job, sid, delivery.gate_key)
    world.calling.provider_says(job, sid, "completed", None)


def test_a_login_bound_conversation_sees_every_state_of_its_deliveries(world):
    login_id = world.logs_in()
    opened = _open(world, login_id)

    call = world.rings(login_id)
    world.calling.provider_says(call.delivery.job, "CA1", "ringing", None)
    world.calling.answer(call.delivery.job, "CA1")
    world.calling.press_at_gate(call.delivery.job, "CA1", call.delivery.gate_key)

    assert _deliveries(world, opened) == ["queued", "placing", "ringing", "answered", "read_out"]


def test_an_event_of_a_delivery_tells_its_id_channel_and_state_only(world):
    login_id = world.logs_in()
    opened = _open(world, login_id)

    sent = world.sends(login_id)

    (event,) = [e for e in world.conversing.events_after(opened.bearer, 0) if e.kind == "delivery"]
    assert event.data == {"delivery": sent.delivery.id, "channel": "voice", "state": "queued"}


def test_every_conversation_of_the_login_hears_and_no_other(world):
    world.has_customer("bob", number="+12025550102")
    login_id = world.logs_in("alice")
    bound = [_open(world, login_id), _open(world, login_id)]
    others = [_open(world), _open(world, world.logs_in("bob"))]

    world.rings(login_id)

    assert [_deliveries(world, each) for each in bound] == [["queued", "placing"]] * 2
    assert [_deliveries(world, each) for each in others] == [[], []]


def test_an_anonymous_conversation_never_hears_of_a_delivery_it_caused(world):
    world.logs_in()
    opened = _open(world)
    world.interpreter.teach("alice", "navigate", "inform")
    for number, option in enumerate(("send_code:voice", "platform:client_portal")):
        world.conversing.hear_option(opened.bearer, str(number), option)
    world.conversing.hear_text(opened.bearer, "name", "alice")
    assert world.works()
    job = world.telephony.calls[0].job

    world.calling.answer(job, "CA1")
    world.calling.provider_says(job, "CA1", "completed", None)

    assert _deliveries(world, opened) == []
    assert not [each for each in _said(world, opened) if each.startswith("delivery.")]


def test_the_conversation_that_asked_is_told_in_words(world):
    opened = _open(world, world.logs_in())

    delivery = _asks_for_a_call(world, opened)
    world.calling.provider_says(delivery.job, "CA1", "ringing", None)

    assert _said(world, opened)[-2:] == ["send_code.started.voice", "delivery.voice.ringing"]


def test_a_conversation_that_did_not_ask_is_not_talked_to(world):
    login_id = world.logs_in()
    asking, listening = _open(world, login_id), _open(world, login_id)

    delivery = _asks_for_a_call(world, asking)
    world.calling.provider_says(delivery.job, "CA1", "busy", None)

    assert "delivery.voice.busy.again" in _said(world, asking)
    assert _said(world, listening) == ["greeting.login"]


@pytest.mark.parametrize(
    ("statuses", "told", "first"),
    [
        (["busy"], "delivery.voice.busy", "sms"),
        (["no-answer"], "delivery.voice.no_answer", "sms"),
        (["failed"], "delivery.voice.failed", "sms"),
        (["in-progress", "completed"], "delivery.voice.no_key", "voice"),
    ],
)
def test_a_call_that_failed_is_told_with_a_way_on(world, statuses, told, first):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened)
    world.clock.advance(minutes=1)  # too late for ringing again

    for status in statuses:
        world.calling.provider_says(delivery.job, "CA1", status, None)

    events = world.conversing.events_after(opened.bearer, 0)
    utterance = [e.data["utterance"] for e in events if "utterance" in e.data][-1]
    assert utterance["id"] == told
    assert utterance["options"][0] == f"send_code:{first}"
    assert set(utterance["options"]) == {"send_code:voice", "send_code:sms", "hand_off"}
    assert utterance["values"] == {"to": "+1 ••• 0101"}


def test_a_final_failure_of_the_provider_is_told_to_the_chat(world):
    opened = _open(world, world.logs_in())
    world.telephony.fails_finally()

    _asks_for_a_call(world, opened)

    assert _deliveries(world, opened)[-1] == "failed"
    assert _said(world, opened)[-1] == "delivery.voice.failed"


@pytest.mark.parametrize(
    ("reason", "told", "options"),
    [
        (None, "failed", ["send_code:voice", "send_code:sms", "hand_off"]),
        ("landline", "landline", ["send_code:voice", "hand_off"]),
        ("unreachable", "unreachable", ["send_code:voice", "send_code:sms", "hand_off"]),
        ("filtered", "filtered", ["send_code:voice", "hand_off"]),
        ("opted_out", "opted_out", ["send_code:voice", "send_code:sms", "hand_off"]),
    ],
)
def test_a_message_that_did_not_arrive_makes_the_chat_offer_the_call(world, reason, told, options):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened, Channel.SMS)

    world.calling.provider_says(delivery.job, "SM1", "undelivered", None, reason)

    events = world.conversing.events_after(opened.bearer, 0)
    utterance = [e.data["utterance"] for e in events if "utterance" in e.data][-1]
    assert (utterance["id"], utterance["options"]) == (f"delivery.sms.{told}", options)


def test_a_call_that_a_machine_took_is_told_as_such(world):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened)

    world.calling.answer_by_machine(delivery.job, "CA1")

    assert _said(world, opened)[-1] == "delivery.voice.machine"
    assert _deliveries(world, opened)[-1] == "no_answer"


def test_no_channel_is_offered_that_does_not_reach_the_customer(world):
    """F1 and the table of countries: nobody is rung on the Chinese mainland."""
    world.has_customer("fang", number=FANG)
    opened = _open(world, world.logs_in("fang"))
    delivery = _asks_for_a_call(world, opened, Channel.SMS)

    world.calling.provider_says(delivery.job, "SM1", "undelivered", None, "filtered")

    events = world.conversing.events_after(opened.bearer, 0)
    utterance = [e.data["utterance"] for e in events if "utterance" in e.data][-1]
    assert utterance["options"] == ["hand_off"]


def test_a_message_that_a_login_page_asked_for_in_vain_is_told_to_the_open_chat(world):
    login_id = world.logs_in()
    sent = world.sends(login_id, Channel.SMS)
    world.works()
    opened = _open(world, login_id)

    world.calling.provider_says(sent.delivery.job, "SM1", "undelivered", None, "unreachable")

    assert _said(world, opened)[-1] == "delivery.sms.unreachable"


def test_a_message_that_a_login_page_asked_for_and_that_arrived_is_not_spoken_of(world):
    login_id = world.logs_in()
    sent = world.sends(login_id, Channel.SMS)
    world.works()
    opened = _open(world, login_id)

    world.calling.provider_says(sent.delivery.job, "SM1", "delivered", None)

    assert _said(world, opened) == ["greeting.login"]


def test_a_delivery_that_expired_is_told_to_the_chat(world):
    opened = _open(world, world.logs_in())
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")

    world.clock.advance(minutes=10)
    world.works()

    assert _said(world, opened)[-1] == "delivery.voice.expired"


def test_a_message_that_arrived_is_told(world):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened, Channel.SMS)

    world.calling.provider_says(delivery.job, delivery.provider_sid, "delivered", None)

    assert _said(world, opened)[-1] == "delivery.sms.delivered"


def test_reading_out_is_told_once(world):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened)

    _calls_through(world, delivery)

    assert _said(world, opened).count("delivery.voice.read_out") == 1
    assert _deliveries(world, opened).count("read_out") == 1


def test_repeated_news_is_told_once(world):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened)

    for _ in range(3):
        world.calling.provider_says(delivery.job, "CA1", "ringing", None)

    assert _said(world, opened).count("delivery.voice.ringing") == 1


def test_a_verified_login_is_told_and_ends_what_was_open(world):
    login_id = world.logs_in()
    opened = _open(world, login_id)
    world.conversing.hear_option(opened.bearer, "walk", "topic:code_not_received")
    sent = world.sends(login_id)

    world.logging_in.verify(login_id, sent.code)

    conversation = world.conversing.session(opened.bearer)
    assert _said(world, opened)[-1] == "login.verified"
    assert (conversation.open_question, conversation.pending, conversation.walks) == (
        None,
        None,
        [],
    )


def test_no_event_ever_holds_a_code(world):
    opened = _open(world, world.logs_in())
    delivery = _asks_for_a_call(world, opened)
    code = world.code_of(delivery)

    _calls_through(world, delivery)

    assert code not in repr(world.conversing.events_after(opened.bearer, 0))


def test_of_several_deliveries_all_news_is_read_before_the_first_event_is_written(world):
    """What is read for news may be held, and the order of events comes last (`locks.py`)."""
    written, seen = [], []

    class WatchfulReach:
        def unavailable(self, unit, login, channel, now):
            seen.append(len(written))
            return world.sending.unavailable(unit, login, channel, now)

    class WatchedUnits:
        read = world.units.read

        @contextmanager
        def write(self):
            with world.units.write() as unit:
                add_event = unit.conversations.add_event

                def add(event):
                    written.append(event)
                    add_event(event)

                unit.conversations.add_event = add
                yield unit
                unit.conversations.add_event = add_event

    for _ in range(2):
        login_id = world.logs_in()
        _open(world, login_id)
        world.sends(login_id, Channel.SMS)
        world.telephony.fails_finally()
    delivering = Delivering(
        WatchedUnits(),
        world.clock,
        world.telephony,
        world.vault,
        world.words,
        Reporting(world.randomness, WatchfulReach()),
        world.handing_over,
    )
    taken = delivering.take("worker", 2)
    announced = len(written)

    delivering.note([delivering.hand_over(each) for each in taken])

    assert seen == [announced] * 2
    assert len(written) > announced
