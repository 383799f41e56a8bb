"""How fast messages leave: segments a second for each sender, a queue, and what is too much."""

import time
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from standin.limits import Limits
from standin.outgoing import Outgoing, QueueFull
from standin.segments import segments
from tests.standin.world import ALICE, BAO, LINE, World, eventually

SERVICE = "MG" + "0" * 32
TEN_HOURS = 36_000.0


def limit(world: World, **wanted: Any) -> dict[str, Any]:
    """Set limits, and give them as they now stand."""
    answer = world.http.post(world.url("/standin/limits"), json=wanted, timeout=10)
    assert answer.status_code == 200, answer.text
    now: dict[str, Any] = answer.json()
    return now


def send(world: World, body: str = "Hello", **options: Any) -> Any:
    """Send Alice a message that reports its news."""
    wanted = {"from_": LINE, "status_callback": world.url("/bot/news"), **options}
    return world.twilio.messages.create(to=ALICE, body=body, **wanted)


def status(world: World, sent: Any) -> str:
    """Tell how a message stands."""
    return str(world.twilio.messages(sent.sid).fetch().status)


def told(world: World, sent: Any, count: int) -> list[tuple[str, str | None]]:
    """List the news of a message, when there are so many of all messages."""
    news = [each for each in world.bot.wait_for_news(count) if each["MessageSid"] == sent.sid]
    return [(each["MessageStatus"], each.get("ErrorCode")) for each in news]


def test_nothing_waits_until_a_limit_is_set(world: World) -> None:
    limits = world.http.get(world.url("/standin/limits")).json()
    sent = [send(world) for _ in range(3)]

    assert limits == {"segments_per_second": None, "queue_seconds": TEN_HOURS}
    assert {status(world, each) for each in sent} == {"delivered"}


def test_the_second_message_of_a_sender_waits_and_then_arrives(world: World) -> None:
    limit(world, segments_per_second=5)
    first, second = send(world), send(world)

    waiting = status(world, second)
    eventually(lambda: status(world, second) == "delivered")

    assert (status(world, first), waiting) == ("delivered", "queued")
    assert told(world, second, 4) == [("sent", None), ("delivered", None)]


def test_another_sender_has_a_queue_of_its_own(world: World) -> None:
    limit(world, segments_per_second=0.01)
    send(world)

    other = send(world, from_="+442071838750")

    assert status(world, other) == "delivered"


def test_what_expires_in_the_queue_is_not_sent_and_holds_nobody_up(world: World) -> None:
    limit(world, segments_per_second=0.1)
    send(world)

    expired = send(world, validity_period=1)
    eventually(lambda: status(world, expired) == "failed")

    assert world.twilio.messages(expired.sid).fetch().error_code == 30036
    assert told(world, expired, 3) == [("failed", "30036")]


def test_a_full_queue_refuses_the_next_message_of_its_number(world: World) -> None:
    limit(world, segments_per_second=0.1, queue_seconds=20)
    send(world)
    send(world)

    with pytest.raises(TwilioRestException) as caught:
        send(world)

    assert caught.value.code == 21611


def test_a_full_queue_of_a_service_takes_the_message_and_fails_it(world: World) -> None:
    limit(world, segments_per_second=0.1, queue_seconds=10)
    send(world, messaging_service_sid=SERVICE)

    over = send(world, messaging_service_sid=SERVICE)

    assert over.status == "queued"
    assert status(world, over) == "failed"
    assert world.twilio.messages(over.sid).fetch().error_code == 30001
    assert told(world, over, 3) == [("failed", "30001")]


def test_a_reset_forgets_what_waits(world: World) -> None:
    limit(world, segments_per_second=2)
    send(world)
    send(world)

    world.http.post(world.url("/standin/reset"), json={})
    sent = send(world)

    assert [each.sid for each in world.twilio.messages.list()] == [sent.sid]
    assert world.http.get(world.url("/standin/limits")).json()["segments_per_second"] is None


def test_long_messages_take_as_long_as_their_segments() -> None:
    limits = Limits()
    limits.change({"segments_per_second": 2})
    outgoing = Outgoing(limits)

    waits = [outgoing.join(LINE, count, TEN_HOURS) for count in (1, 3, 1)]

    assert [round(wait, 1) for wait in waits] == [0.0, 0.5, 2.0]


def test_ten_hours_of_segments_fill_a_queue() -> None:
    """One a second for a number of the United States: 36,000 fit, and no more."""
    limits = Limits()
    limits.change({"segments_per_second": "by_sender"})
    outgoing = Outgoing(limits)
    moment = time.monotonic()
    outgoing.join(LINE, 35_999, TEN_HOURS)

    assert round(outgoing.join(LINE, 1, TEN_HOURS)) == 35_999
    assert time.monotonic() - moment < 1
    with pytest.raises(QueueFull):
        outgoing.join(LINE, 2, TEN_HOURS)


@pytest.mark.parametrize(
    ("sender", "pace"),
    [
        ("+12025550101", 1.0),
        ("+14165550123", 1.0),
        ("+18005550199", 3.0),
        ("12345", 100.0),
        (BAO, None),
        ("Broker", None),
    ],
)
def test_by_its_kind_a_sender_has_the_pace_that_is_published(
    sender: str, pace: float | None
) -> None:
    limits = Limits()

    limits.change({"segments_per_second": "by_sender"})

    assert limits.pace_of(sender) == pace


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([], "limit_unknown"),
        ({}, "limit_unknown"),
        ({"calls": 1}, "limit_unknown"),
        ({"segments_per_second": 0}, "segments_per_second_invalid"),
        ({"segments_per_second": "fast"}, "segments_per_second_invalid"),
        ({"queue_seconds": None}, "queue_seconds_invalid"),
        ({"segments_per_second": 1, "queue_seconds": 36_001}, "queue_seconds_invalid"),
    ],
)
def test_a_limit_that_makes_no_sense_changes_nothing(world: World, wanted: Any, code: str) -> None:
    answer = world.http.post(world.url("/standin/limits"), json=wanted)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    now = world.http.delete(world.url("/standin/limits")).json()
    assert now == {"segments_per_second": None, "queue_seconds": TEN_HOURS}


@pytest.mark.parametrize("period", [0, 36_001])
def test_a_lifetime_that_twilio_would_refuse_is_refused(world: World, period: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        send(world, validity_period=period)

    assert caught.value.code == 21624


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("`", 1),
        ("`" * 71, 2),
        ("码" * 70, 1),
        ("码" * 71, 2),
        ("码" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_the_network_counts_them(body: str, count: int) -> None:
    assert segments(body) == count
