"""Handing over: at the provider's pace, within the minute, and never against a wall (A18, A24)."""

from datetime import timedelta

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.breakers import BreakerRules
from sls.domain.deliveries import ANNOUNCEMENT_LEASE, DeliveryState
from sls.domain.errors import ChannelUnavailable, GatewayError
from sls.domain.factors import Channel
from sls.domain.pacing import Pacing
from tests.fakes.bootstrap import World
from tests.sls.conftest import seed_of
from tests.sls.crowd import Crowd, at_once

SMS, VOICE = Channel.SMS, Channel.VOICE
S = DeliveryState
RULES = BreakerRules()
SECOND = timedelta(seconds=1)


class SlowLine(World):
    """A provider that takes one call a second."""

    pacing = Pacing(calls_per_second=1)


@pytest.fixture
def line() -> SlowLine:
    """Give a slow line, and people enough to fill it."""
    return SlowLine()


def _asks(world: World, number: int, channel: Channel = VOICE) -> str:
    """Let another person ask for a code."""
    username = f"person{number}"
    world.has_customer(username, number=f"+1202{number:07d}")
    return world.sends(world.logs_in(username), channel).delivery.id


def _works_off(world: World) -> None:
    while world.works():
        pass


def _refused(world: World, login_id: str, channel: Channel = VOICE) -> ChannelUnavailable:
    with pytest.raises(ChannelUnavailable) as refused:
        world.sends(login_id, channel)
    return refused.value


def test_calls_leave_no_faster_than_the_provider_takes_them(line):
    for number in range(3):
        _asks(line, number)
    left = []

    for _ in range(3):
        _works_off(line)
        left.append(len(line.telephony.calls))
        line.clock.advance(SECOND)

    assert left == [1, 2, 3]


def test_however_many_a_worker_asks_for_the_pace_decides(line):
    for number in range(3):
        _asks(line, number)
    for number in range(3, 6):
        _asks(line, number, SMS)

    taken = line.delivering.take("worker", 16)

    assert [each.channel for each in taken].count(VOICE) == 1
    assert [each.channel for each in taken].count(SMS) == 3


def test_messages_do_not_wait_for_the_pace_of_calls(line):
    _asks(line, 1)
    _asks(line, 2)
    _asks(line, 3, SMS)

    _works_off(line)

    assert (len(line.telephony.calls), len(line.telephony.messages)) == (1, 1)


def test_all_workers_together_keep_one_pace(sql_units):
    class SlowCrowd(Crowd):
        pacing = Pacing(calls_per_second=2)

    crowd = SlowCrowd(sql_units, seed_of(sql_units), KeyedCodeVault("secret of the tests"))
    for number in range(6):
        _asks(crowd, number)
    left = []

    for _ in range(3):
        at_once(*[lambda: crowd.works("a"), lambda: crowd.works("b")] * 3)
        left.append(len(crowd.telephony.book))
        crowd.clock.advance(seconds=0.5)

    assert left == [1, 2, 3]


def test_a_provider_that_names_a_pause_gets_no_call_from_anybody_until_then(line):
    line.telephony.fails_with(
        GatewayError("twilio_20429", is_retryable=True, is_throttling=True, retry_after=5 * SECOND)
    )
    _asks(line, 1)
    _works_off(line)
    _asks(line, 2)

    line.clock.advance(5 * SECOND)
    _works_off(line)
    before = len(line.telephony.book)
    line.clock.advance(SECOND)
    _works_off(line)

    assert (before, len(line.telephony.book)) == (0, 1)


def test_f2_whoever_cannot_be_rung_within_the_minute_hears_so_at_once(line):
    ahead = 51
    for number in range(ahead):
        _asks(line, number)
    line.has_customer("alice")

    refused = _refused(line, line.logs_in())

    assert (refused.reason, refused.offer) == ("line_full", "sms")


def test_f2_there_is_room_again_when_calls_have_left(line):
    for number in range(51):
        _asks(line, number)
    line.has_customer("alice")
    login_id = line.logs_in()
    _refused(line, login_id)

    line.works()

    assert line.sends(login_id, VOICE)


@pytest.fixture
def broken(world) -> World:
    """Give a world whose provider has failed so often that nobody asks it any more."""
    for number in range(RULES.in_a_row):
        world.telephony.fails_with(GatewayError("unreachable", is_retryable=True))
        _asks(world, number)
    for number in range(RULES.in_a_row):
        assert world.works(f"worker-{number}")
    return world


def test_an_open_breaker_sends_people_the_other_way_at_once(broken):
    refused = _refused(broken, broken.logs_in())

    assert (refused.reason, refused.offer) == ("channel_down", "sms")
    assert broken.sends(broken.logs_in(), SMS)


def test_behind_an_open_breaker_nothing_is_lost_and_nothing_is_dialled(broken):
    broken.clock.advance(RULES.pause - SECOND)
    assert not broken.works()
    dialled = len(broken.telephony.calls)

    broken.clock.advance(SECOND)
    _works_off(broken)

    assert dialled == RULES.in_a_row
    assert len(broken.telephony.book) == RULES.in_a_row


def test_a_failed_probe_keeps_everybody_else_waiting(broken):
    broken.clock.advance(RULES.pause)
    broken.telephony.fails_with(GatewayError("unreachable", is_retryable=True))

    _works_off(broken)

    assert len(broken.telephony.calls) == RULES.in_a_row + 1
    assert broken.telephony.book == []


def test_the_probe_goes_alone_however_many_wait(broken):
    broken.clock.advance(RULES.pause)

    taken = broken.delivering.take("worker", 16)

    assert len(taken) == 1


def test_while_a_probe_is_out_nobody_else_dials(broken):
    broken.clock.advance(RULES.pause)
    seen = []
    place = broken.telephony.place_call

    def probe(order):
        seen.append(broken.works("another"))
        return place(order)

    broken.telephony.place_call = probe
    broken.works()

    assert seen == [False]


def test_what_waits_behind_the_breaker_until_it_expires_ends_with_a_name(broken):
    with broken.units.read() as unit:
        waiting = [each.id for each in unit.deliveries.in_state(S.QUEUED)]
    broken.clock.advance(minutes=10)
    broken.telephony.fails_with(GatewayError("unreachable", is_retryable=True))

    _works_off(broken)

    assert len(waiting) == RULES.in_a_row
    assert {broken.delivery(each).state for each in waiting} == {S.EXPIRED}


def test_the_other_channel_has_its_own_breaker(broken):
    broken.sends(broken.logs_in(), SMS)

    assert broken.works()

    assert len(broken.telephony.messages) == 1


@pytest.mark.parametrize(
    "error",
    [
        GatewayError("number_refused"),
        GatewayError("twilio_20429", is_retryable=True, is_throttling=True),
    ],
    ids=["the number's fault", "too many at once"],
)
def test_what_says_nothing_of_the_provider_opens_no_breaker(world, error):
    for number in range(RULES.in_a_row + 1):
        world.telephony.fails_with(error)
        _asks(world, number)
        world.works()

    assert world.sends(world.logs_in(), VOICE)


def test_a24_silence_of_the_provider_opens_it_and_still_nobody_dials_again(world):
    for number in range(RULES.in_a_row):
        world.telephony.loses_the_answer()
        _asks(world, number)
        world.works()

    refused = _refused(world, world.logs_in())

    assert refused.reason == "channel_down"
    assert len(world.telephony.calls) == RULES.in_a_row


def test_a24_pauses_double_and_are_shaken_by_chance(world):
    sent = world.sends(world.logs_in())
    pauses = []
    for digits in ("000", "999", "500"):
        world.telephony.fails_with(GatewayError("twilio_20503", is_retryable=True))
        world.randomness.next_digits(digits)
        assert world.works()
        waits = world.delivery(sent.delivery.id)
        pauses.append((waits.due_at - world.now()) / SECOND)
        world.clock.advance(waits.due_at - world.now())

    assert pauses == pytest.approx([0.18, 0.44, 0.8], abs=0.001)


def test_a24_retry_after_is_kept_to(world):
    sent = world.sends(world.logs_in(), SMS)
    world.telephony.fails_with(
        GatewayError("twilio_20429", is_retryable=True, is_throttling=True, retry_after=7 * SECOND)
    )
    world.works()

    world.clock.advance(seconds=6.9)
    before = world.works()
    world.clock.advance(seconds=0.1)

    assert not before
    assert world.works()
    assert world.delivery(sent.delivery.id).state is S.PLACED


def test_a24_a_pause_beyond_the_minute_ends_the_call_at_once(world):
    sent = world.sends(world.logs_in())
    world.telephony.fails_with(
        GatewayError("twilio_20429", is_retryable=True, is_throttling=True, retry_after=60 * SECOND)
    )

    world.works()

    failed = world.delivery(sent.delivery.id)
    assert (failed.state, failed.reason) == (S.FAILED, "twilio_20429")


def test_a24_tries_are_bounded_within_the_minute(world):
    class NeverBroken(World):
        breakers = BreakerRules(in_a_row=1000, least=1000)

    world = NeverBroken()
    world.has_customer("alice")
    sent = world.sends(world.logs_in())

    while world.delivery(sent.delivery.id).state is S.QUEUED:
        world.telephony.fails_with(GatewayError("twilio_20503", is_retryable=True))
        world.works()
        world.clock.advance(seconds=0.05)

    assert world.now() <= sent.delivery.created_at + timedelta(seconds=61)
    assert len(world.telephony.calls) <= 9


def test_a24_the_other_channel_is_used_only_when_somebody_chooses_it(world):
    world.sends(world.logs_in())
    world.telephony.fails_finally()

    _works_off(world)

    assert world.telephony.messages == []


def test_a18_it_is_on_record_when_a_phone_began_to_ring(world):
    sent = world.rings(world.logs_in())
    world.clock.advance(seconds=4)

    world.calling.provider_says(sent.delivery.job, sent.delivery.provider_sid, "ringing", None)
    world.clock.advance(seconds=9)
    world.calling.answer(sent.delivery.job, sent.delivery.provider_sid)

    rang_at = world.delivery(sent.delivery.id).ringing_at
    assert rang_at == sent.delivery.created_at + 4 * SECOND


def test_a18_an_unheard_of_call_is_settled_and_not_dialled_twice(world):
    world.telephony.loses_the_answer()
    sent = world.rings(world.logs_in())

    world.clock.advance(ANNOUNCEMENT_LEASE + SECOND)
    world.delivering.reconcile()
    _works_off(world)

    assert len(world.telephony.book) == 1
    assert world.delivery(sent.delivery.id).state is S.PLACED
