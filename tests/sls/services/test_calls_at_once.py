"""Webhooks and workers that meet over one call, on either real database (A21, A39)."""

from datetime import timedelta
from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.calls import Speech
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel
from sls.domain.transfers import TransferState
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.agent import Agent
from tests.sls.services.calls import OnThePhone, said

THREADS = 8
S = DeliveryState


@pytest.fixture
def world(sql_units, sql_seed) -> Crowd:
    """Give a world on a real database in which Alice may log in."""
    world = Crowd(sql_units, sql_seed, KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


@pytest.fixture
def phone(world) -> OnThePhone:
    """Give a phone whose call was placed."""
    return OnThePhone(world, world.rings(world.logs_in()))


def _deliveries(world: Crowd, phone: OnThePhone) -> list[Delivery]:
    with world.units.read() as unit:
        return list(unit.deliveries.of_login(phone.sent.login_id))


def test_a21_an_end_told_many_times_at_once_brings_one_more_call(world, phone):
    at_once(*[partial(phone.is_told, "busy")] * THREADS)

    followed = [each for each in _deliveries(world, phone) if each.follows is not None]
    assert len(followed) == 1


def test_a21_the_key_for_a_text_message_pressed_many_times_sends_one(world, phone):
    phone.hears_the_code()

    answers = at_once(*[partial(phone.chooses, "3")] * THREADS)

    texts = [each for each in _deliveries(world, phone) if each.channel is Channel.SMS]
    assert len(texts) == 1
    speeches = [each for each in granted(answers) if isinstance(each, Speech)]
    assert sum("voice.sms.started" in said(each) for each in speeches) == 1


def test_a21_the_key_for_a_person_pressed_many_times_puts_the_call_through_once(world, phone):
    phone.hears_the_code()

    at_first = at_once(*[partial(phone.chooses, "0")] * THREADS)
    phone.after_talk()
    replayed = at_once(*[partial(phone.chooses, "0")] * THREADS)

    first = at_first[0]
    assert granted([*at_first, *replayed]) == [first] * THREADS * 2
    with world.units.read() as unit:
        (transfer,) = unit.transfers.since(world.now() - timedelta(minutes=1))
    assert transfer.state is TransferState.MISSED
    assert phone.row.connected_at is None


def test_a21_a_silence_of_our_phone_told_many_times_is_counted_once(world, phone):
    phone.hears_the_code()
    phone.chooses("0")
    agent = Agent(world)
    agent.answers()

    silent = at_once(*[partial(world.whispering.press, agent.rung, 1, "")] * THREADS)

    assert granted(silent) == [silent[0]] * THREADS
    assert agent.transfer.asks == {agent.rung.sid: 2}


def test_the_end_of_a_call_and_the_news_of_its_bridge_meet(world, phone):
    phone.hears_the_code()
    phone.chooses("0")
    agent = Agent(world)
    agent.takes()

    at_once(*[partial(phone.is_told, "completed"), phone.after_talk] * (THREADS // 2))

    assert agent.transfer.state is TransferState.TALKED


def test_many_workers_end_a_call_and_tell_of_it_once(world, phone):
    opened = world.conversing.open("en", None, phone.sent.login_id)
    phone.is_told("ringing")
    world.logging_in.verify(phone.sent.login_id, phone.sent.code)

    at_once(*[world.hanging_up.work_once] * THREADS)

    assert set(world.telephony.ended) == {"CA1"}
    assert (phone.row.state, phone.row.hang_up_at) == (S.EXPIRED, None)
    events = world.conversing.events_after(opened.bearer, 0)
    assert [e.data["state"] for e in events if e.kind == "delivery"].count("expired") == 1


def test_many_workers_offer_a_text_message_once(world):
    opened = world.conversing.open("en", None, world.logs_in())
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")
    world.clock.advance(seconds=20)

    at_once(*[world.offering_instead.work_once] * THREADS)

    events = world.conversing.events_after(opened.bearer, 0)
    told = [event.data["utterance"]["id"] for event in events if "utterance" in event.data]
    assert told.count("delivery.voice.slow") == 1


def test_a_login_and_the_end_of_its_call_do_not_wait_for_each_other(world, phone):
    """Both are told to the chat; on PostgreSQL two orders of locks would stand still here."""
    world.conversing.open("en", None, phone.sent.login_id)
    phone.is_told("ringing")

    answers = at_once(
        partial(world.logging_in.verify, phone.sent.login_id, phone.sent.code),
        partial(phone.is_told, "busy"),
        world.hanging_up.work_once,
        partial(phone.is_told, "completed"),
    )

    assert len(granted(answers)) == 4
    assert phone.row.is_over
