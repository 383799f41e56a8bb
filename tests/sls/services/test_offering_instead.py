"""Offering instead: a call that does not ring within 20 seconds (F2)."""

import pytest

from sls.domain.factors import Channel
from tests.fakes.bootstrap import World


@pytest.fixture
def opened(world):
    """Give a chat that has asked for a call."""
    opened = world.conversing.open("en", None, world.logs_in())
    world.conversing.hear_option(opened.bearer, "ask", "send_code:voice")
    return opened


def _offers(world: World, opened) -> list[list[str]]:
    events = world.conversing.events_after(opened.bearer, 0)
    told = [event.data["utterance"] for event in events if "utterance" in event.data]
    return [each["options"] for each in told if each["id"] == "delivery.voice.slow"]


def _job(world: World) -> str:
    return world.telephony.calls[0].job


def test_a18_a_call_that_waits_in_the_queue_is_offered_a_text_message_once(world, opened):
    world.clock.advance(seconds=20)

    counts = [world.offering_instead.work_once() for _ in range(3)]

    assert counts == [1, 0, 0]
    assert _offers(world, opened) == [["send_code:sms", "hand_off"]]


def test_a_call_that_the_provider_keeps_is_offered_one_as_well(world, opened):
    world.works()
    world.clock.advance(seconds=20)

    world.offering_instead.work_once()

    assert len(_offers(world, opened)) == 1


def test_nothing_is_said_before(world, opened):
    world.clock.advance(seconds=19)

    assert world.offering_instead.work_once() == 0


@pytest.mark.parametrize("status", ["ringing", "in-progress", "busy", "failed"])
def test_nothing_is_said_of_a_call_that_rang_or_is_over(world, opened, status):
    world.works()
    world.calling.provider_says(_job(world), "CA1", status, None)
    world.clock.advance(seconds=20)

    world.offering_instead.work_once()

    assert _offers(world, opened) == []


def test_a_text_message_is_no_call(world):
    opened = world.conversing.open("en", None, world.logs_in())
    world.conversing.hear_option(opened.bearer, "ask", f"send_code:{Channel.SMS}")
    world.clock.advance(seconds=30)

    assert world.offering_instead.work_once() == 0
    assert _offers(world, opened) == []


def test_a_call_that_no_chat_asked_for_is_nobodys_news(world):
    opened = world.conversing.open("en", None, world.logs_in())
    world.sends(opened.conversation.login_id)
    world.clock.advance(seconds=30)

    assert world.offering_instead.work_once() == 0
    assert _offers(world, opened) == []
