"""Delivering: from the outbox to the provider, once (security A22, A24)."""

from datetime import timedelta

import pytest

from sls.domain.deliveries import (
    ANNOUNCEMENT_LEASE,
    CLAIM_LEASE,
    LONGEST_ORDER,
    MAY_LEAVE_WITHIN,
    RETRY_PAUSE,
    AnnouncedTooLongAgo,
    DeliveryState,
)
from sls.domain.errors import CallRefused, GatewayError
from sls.domain.factors import Channel
from sls.services import delivering as delivering_module
from sls.services.delivering import MAX_TRIES, Answer
from tests.fakes.bootstrap import ALICE, Sent, World
from tests.fakes.clock import NOON
from tests.fakes.worker import work_once

S = DeliveryState
TICK = timedelta(microseconds=1)


@pytest.fixture
def sent(world) -> Sent:
    """Give a call that waits in the outbox."""
    return world.sends(world.logs_in())


def _state(world: World, sent: Sent) -> DeliveryState:
    return world.delivery(sent.delivery.id).state


def _crashes_before_announcing(world: World) -> None:
    """Let a worker die with the claim in hand."""
    now = world.now()
    with world.units.write() as unit:
        assert unit.deliveries.claim("worker-that-dies", now, {Channel.VOICE: 1}, 1)


def _crashes_after_announcing(world: World) -> None:
    """Let a worker die between the announcement and the request."""
    assert world.delivering.take("worker-that-dies", 1)


def _until_overdue(world: World) -> None:
    world.clock.advance(ANNOUNCEMENT_LEASE + TICK)


def test_a_worker_without_work_says_so(world):
    assert not world.works()


def test_a_call_is_placed_under_its_job_and_carries_no_code(world, sent):
    assert world.works()

    (order,) = world.telephony.calls
    assert (order.job, order.to) == (sent.delivery.job, ALICE)
    assert sent.code not in repr(order)
    placed = world.delivery(sent.delivery.id)
    assert (placed.state, placed.provider_sid, placed.tries) == (S.PLACED, "CA1", 1)
    assert not world.works()


def test_a_message_carries_the_code_and_lives_no_longer_than_it(world):
    sent = world.sends(world.logs_in(), Channel.SMS)
    world.clock.advance(minutes=2)

    assert world.works()

    (order,) = world.telephony.messages
    assert (order.job, order.to) == (sent.delivery.job, ALICE)
    assert order.body == f"en sms.code code={sent.code}"
    assert order.lifetime == timedelta(minutes=8)


def test_a_message_is_in_the_language_of_its_delivery(world):
    world.sends(world.logs_in(language="zh_CN"), Channel.SMS)

    world.works()

    assert world.telephony.messages[0].body.startswith("zh_CN sms.code")


def test_deliveries_leave_in_the_order_in_which_they_are_due(world):
    first = world.sends(world.logs_in(), Channel.SMS)
    world.clock.advance(seconds=1)
    second = world.sends(world.logs_in(), Channel.SMS)

    while world.works():
        pass

    jobs = [order.job for order in world.telephony.messages]
    assert jobs == [first.delivery.job, second.delivery.job]


def test_a_claimed_delivery_is_nobody_elses_until_the_lease_ends(world, sent):
    _crashes_before_announcing(world)

    world.clock.advance(CLAIM_LEASE)
    assert not world.works("worker-2")
    world.clock.advance(TICK)

    assert world.works("worker-2")
    assert len(world.telephony.calls) == 1
    assert world.delivery(sent.delivery.id).worker == "worker-2"


def test_what_one_worker_has_taken_no_other_takes(world, sent):
    (taken,) = world.delivering.take("worker-1", 9)

    assert (taken.state, taken.worker, taken.tries) == (S.PLACING, "worker-1", 1)
    assert world.delivering.take("worker-2", 9) == []


def test_a_worker_takes_as_many_as_it_can_hand_over_at_once(world):
    jobs = [world.sends(world.logs_in(), Channel.SMS).delivery.job for _ in range(3)]

    taken = world.delivering.take("worker", 2)
    world.delivering.note([world.delivering.hand_over(each) for each in taken])

    assert [each.job for each in taken] == jobs[:2]
    assert {order.job for order in world.telephony.messages} == set(jobs[:2])
    assert all(world.delivery(each.id).state is S.PLACED for each in taken)


def test_of_two_calls_to_one_phone_one_is_taken(world):
    first, _ = world.sends(world.logs_in()), world.sends(world.logs_in())

    taken = world.delivering.take("worker", 9)

    assert [each.job for each in taken] == [first.delivery.job]


def test_one_failure_among_many_answers_is_nobody_elses(world):
    sent = [world.sends(world.logs_in(), Channel.SMS).delivery for _ in range(3)]
    world.telephony.fails_finally()

    taken = world.delivering.take("worker", 9)
    world.delivering.note([world.delivering.hand_over(each) for each in taken])

    assert [world.delivery(each.id).state for each in sent] == [S.FAILED, S.PLACED, S.PLACED]


def test_an_announced_delivery_is_dialled_by_nobody_before_the_reconciler_has_looked(world, sent):
    _crashes_after_announcing(world)
    assert _state(world, sent) is S.PLACING

    world.clock.advance(minutes=5)

    assert not world.works("worker-2")
    assert world.telephony.calls == []


def test_the_reconciler_waits_until_the_request_cannot_be_under_way_any_more(world, sent):
    _crashes_after_announcing(world)

    world.clock.advance(ANNOUNCEMENT_LEASE)
    assert world.delivering.reconcile() == 0
    world.clock.advance(TICK)

    assert world.delivering.reconcile() == 1


def test_a22_an_announcement_is_dated_after_whatever_was_waited_for(world, sent, monkeypatch):
    """Each of these may wait for a lock as long as the database lets it."""

    def waits(asked):
        def wait(*arguments):
            world.clock.advance(seconds=4)
            return asked(*arguments)

        return wait

    monkeypatch.setattr(world.units, "write", waits(world.units.write))
    monkeypatch.setattr(world.handing_over, "room", waits(world.handing_over.room))
    monkeypatch.setattr(delivering_module, "is_wanted", waits(delivering_module.is_wanted))
    (taken,) = world.delivering.take("worker", 1)

    assert taken.announced_at == world.now() == NOON + timedelta(seconds=12)


@pytest.mark.parametrize("channel", Channel)
def test_a22_an_order_that_could_outlast_its_lease_never_leaves(world, channel):
    """Else the reconciler could ask while it is under way, and a second worker would dial."""
    sent = world.sends(world.logs_in(), channel)
    (late,) = world.delivering.take("worker-late", 1)
    world.clock.advance(MAY_LEAVE_WITHIN + TICK)

    with pytest.raises(AnnouncedTooLongAgo):
        world.delivering.hand_over(late)

    assert world.telephony.calls + world.telephony.messages == []
    _until_overdue(world)
    world.delivering.reconcile()
    world.clock.advance(RETRY_PAUSE)
    assert world.works("worker-2")
    assert _state(world, sent) is S.PLACED
    assert len(world.telephony.calls + world.telephony.messages) == 1


def test_a22_the_last_moment_to_leave_is_long_enough_before_the_reconciler_looks(world, sent):
    (late,) = world.delivering.take("worker-late", 1)
    world.clock.advance(MAY_LEAVE_WITHIN)
    place, settled = world.telephony.place_call, []

    def takes_long(order):
        sid = place(order)
        world.clock.advance(LONGEST_ORDER)
        settled.append(world.delivering.reconcile())
        return sid

    world.telephony.place_call = takes_long
    world.delivering.note([world.delivering.hand_over(late)])

    assert settled == [0]
    assert _state(world, sent) is S.PLACED


@pytest.mark.parametrize("channel", Channel)
def test_a22_an_order_names_the_moment_after_which_it_may_not_leave(world, channel):
    """A process can freeze behind our last look; whoever writes to the line looks once more."""
    world.sends(world.logs_in(), channel)
    (taken,) = world.delivering.take("worker", 1)

    world.delivering.hand_over(taken)

    (order,) = world.telephony.calls + world.telephony.messages
    assert order.leave_by == taken.announced_at + MAY_LEAVE_WITHIN


def test_a22_a_process_that_froze_behind_the_last_look_orders_nothing(world, sent):
    (late,) = world.delivering.take("worker-late", 1)
    place = world.telephony.place_call

    def freezes(order):
        _until_overdue(world)
        world.delivering.reconcile()
        return place(order)

    world.telephony.place_call = freezes
    with pytest.raises(AnnouncedTooLongAgo):
        world.delivering.hand_over(late)
    world.telephony.place_call = place

    world.clock.advance(RETRY_PAUSE)
    assert world.works("worker-2")
    assert _state(world, sent) is S.PLACED
    assert len(world.telephony.book) == 1


def _is_dialled_twice(world) -> Answer:
    """Let a process freeze where nobody can look any more; return what it is answered at last."""
    (late,) = world.delivering.take("worker-late", 1)
    _until_overdue(world)
    world.delivering.reconcile()
    world.clock.advance(RETRY_PAUSE)
    assert world.works("worker-2")
    return Answer(late.id, late.announced_at, "CA2")


def test_a22_a_call_too_many_is_hung_up_by_whoever_notes_it(world, sent):
    late = _is_dialled_twice(world)

    world.delivering.note([late])

    assert world.telephony.ended == ["CA2"]
    assert world.delivery(sent.delivery.id).provider_sid == "CA1"
    assert _state(world, sent) is S.PLACED


def test_a22_a_call_too_many_that_cannot_be_hung_up_hears_no_code(world, sent):
    late = _is_dialled_twice(world)
    world.telephony.fails_to_end()

    world.delivering.note([late])

    with pytest.raises(CallRefused):
        world.calling.answer(sent.delivery.job, "CA2")
    assert world.delivery(sent.delivery.id).provider_sid == "CA1"


def test_a_call_that_is_noted_as_it_should_is_not_hung_up(world, sent):
    world.works()

    assert world.telephony.ended == []


def test_the_reconciler_requeues_what_never_left(world, sent):
    _crashes_after_announcing(world)
    _until_overdue(world)

    world.delivering.reconcile()

    assert _state(world, sent) is S.QUEUED
    world.clock.advance(RETRY_PAUSE)
    assert world.works("worker-2")
    assert len(world.telephony.calls) == 1


def test_the_reconciler_adopts_a_call_that_was_placed(world, sent):
    world.telephony.loses_the_answer()
    world.works()
    assert _state(world, sent) is S.PLACING
    _until_overdue(world)

    world.delivering.reconcile()

    adopted = world.delivery(sent.delivery.id)
    assert (adopted.state, adopted.provider_sid) == (S.PLACED, "CA1")
    assert not world.works()
    assert len(world.telephony.calls) == 1


def test_a_call_of_long_ago_is_not_adopted(world):
    old = world.rings(world.logs_in())
    world.calling.provider_says(old.delivery.job, "CA1", "completed", None)
    world.clock.advance(minutes=1)
    sent = world.sends(old.login_id)
    _crashes_after_announcing(world)
    _until_overdue(world)

    world.delivering.reconcile()

    assert _state(world, sent) is S.QUEUED


def test_a_call_that_another_delivery_owns_is_not_adopted(world):
    other = world.rings(world.logs_in())
    world.calling.provider_says(other.delivery.job, "CA1", "completed", None)
    sent = world.sends(world.logs_in())
    _crashes_after_announcing(world)
    _until_overdue(world)

    world.delivering.reconcile()

    assert _state(world, sent) is S.QUEUED
    assert world.delivery(other.delivery.id).provider_sid == "CA1"


def test_the_reconciler_leaves_a_delivery_whose_webhook_came(world, sent):
    world.telephony.loses_the_answer()
    world.works()
    world.calling.answer(sent.delivery.job, "CA1")
    _until_overdue(world)

    assert world.delivering.reconcile() == 0

    assert _state(world, sent) is S.ANSWERED


def test_a_provider_that_cannot_be_asked_is_asked_again_later(world, sent):
    _crashes_after_announcing(world)
    _until_overdue(world)
    world.telephony.cannot_be_asked()

    world.delivering.reconcile()
    assert _state(world, sent) is S.PLACING
    world.telephony.cannot_be_asked(cannot=False)
    world.delivering.reconcile()

    assert _state(world, sent) is S.QUEUED


def test_what_cannot_be_dialled_in_time_expires_at_the_reconciler(world, sent):
    _crashes_after_announcing(world)

    world.clock.advance(minutes=10)
    world.delivering.reconcile()

    assert _state(world, sent) is S.EXPIRED
    assert not world.works()


def test_an_unknown_outcome_is_never_dialled_again_blindly(world, sent):
    world.telephony.loses_the_order()

    world.works()

    assert _state(world, sent) is S.PLACING
    world.clock.advance(minutes=1)
    assert not world.works()
    assert len(world.telephony.calls) == 1


def test_an_order_that_keeps_getting_lost_is_given_up(world, sent):
    for _ in range(MAX_TRIES):
        world.telephony.loses_the_order()
        assert world.works()
        _until_overdue(world)
        world.delivering.reconcile()
        world.clock.advance(RETRY_PAUSE)

    assert _state(world, sent) is S.EXPIRED
    assert len(world.telephony.calls) == MAX_TRIES


def test_an_answer_that_comes_after_the_webhook_changes_nothing(world, sent):
    place = world.telephony.place_call

    def webhook_overtakes(order):
        sid = place(order)
        world.calling.answer(order.job, sid)
        return sid

    world.telephony.place_call = webhook_overtakes

    world.works()

    overtaken = world.delivery(sent.delivery.id)
    assert (overtaken.state, overtaken.provider_sid) == (S.ANSWERED, "CA1")


def test_a_delivery_that_expired_is_never_dialled(world, sent):
    world.clock.advance(minutes=10)

    assert world.works()

    assert _state(world, sent) is S.EXPIRED
    assert world.telephony.calls == []


@pytest.mark.parametrize("channel", Channel)
def test_a_code_that_was_used_meanwhile_is_not_sent(world, channel):
    other = world.sends(world.logs_in(), channel.other)
    sent = world.sends(other.login_id, channel)
    world.logging_in.verify(sent.login_id, sent.code)

    while world.works():
        pass

    assert world.telephony.calls == []
    assert world.telephony.messages == []
    assert _state(world, sent) is S.EXPIRED


def test_a_code_that_a_newer_one_replaced_is_not_sent(world):
    old = world.sends(world.logs_in(), Channel.SMS)
    world.clock.advance(minutes=6)
    fresh = world.sends(old.login_id, Channel.SMS)

    while world.works():
        pass

    assert [order.body for order in world.telephony.messages] == [f"en sms.code code={fresh.code}"]
    assert _state(world, old) is S.EXPIRED


def test_a_code_forgotten_between_announcement_and_sending_fails(world):
    sent = world.sends(world.logs_in(), Channel.SMS)
    (taken,) = world.delivering.take("worker", 1)
    world.logging_in.verify(sent.login_id, sent.code)

    world.delivering.note([world.delivering.hand_over(taken)])

    assert world.telephony.messages == []
    failed = world.delivery(sent.delivery.id)
    assert (failed.state, failed.reason) == (S.FAILED, "code_gone")


def test_a22_an_answer_noted_after_the_reconciler_has_settled_gives_nothing_back(world, sent):
    world.telephony.fails_retryably()
    (slow,) = world.delivering.take("worker-slow", 1)
    answer = world.delivering.hand_over(slow)
    _until_overdue(world)
    world.delivering.reconcile()
    world.clock.advance(RETRY_PAUSE)
    assert world.delivering.take("worker-2", 1)

    world.delivering.note([answer])

    assert _state(world, sent) is S.PLACING
    assert world.delivery(sent.delivery.id).worker == "worker-2"


def test_a22_a_reconciler_that_was_asking_meanwhile_gives_nothing_back(world, sent):
    _crashes_after_announcing(world)
    _until_overdue(world)
    find = world.telephony.find

    def somebody_else_is_faster(*asked):
        world.telephony.find = find
        world.delivering.reconcile()
        world.clock.advance(RETRY_PAUSE)
        assert world.delivering.take("worker-2", 1)
        return find(*asked)

    world.telephony.find = somebody_else_is_faster
    world.delivering.reconcile()

    assert _state(world, sent) is S.PLACING
    assert world.delivery(sent.delivery.id).worker == "worker-2"


def test_a_refusal_without_effect_is_tried_again_after_a_pause(world, sent):
    world.telephony.fails_retryably()
    world.works()
    assert _state(world, sent) is S.QUEUED

    assert not world.works()
    world.clock.advance(RETRY_PAUSE)

    assert world.works()
    assert _state(world, sent) is S.PLACED


def test_a24_a_retryable_failure_is_final_once_the_minute_is_over(world, sent):
    world.clock.advance(seconds=59, milliseconds=900)
    world.telephony.fails_retryably()

    assert world.works()

    assert _state(world, sent) is S.FAILED
    assert world.delivery(sent.delivery.id).reason == "busy_line"
    assert not world.works()


def test_a_final_failure_is_final(world, sent):
    world.telephony.fails_finally()

    world.works()

    failed = world.delivery(sent.delivery.id)
    assert (failed.state, failed.reason, failed.ended_at) == (
        S.FAILED,
        "number_refused",
        world.now(),
    )
    assert not world.works()


def test_no_error_of_the_provider_tells_the_code(world):
    sent = world.sends(world.logs_in(), Channel.SMS)
    world.telephony.fails_finally()

    world.works()

    assert sent.code not in repr(world.delivery(sent.delivery.id))


def test_no_transaction_is_open_while_the_provider_is_asked(world, sent):
    class WatchfulUnits:
        """Counts the units that are open."""

        def __init__(self) -> None:
            self.open = 0

        def write(self):
            return self._watch(world.units.write())

        def read(self):
            return self._watch(world.units.read())

        def _watch(self, unit):
            watch = self

            class Watched:
                def __enter__(self):
                    watch.open += 1
                    return unit.__enter__()

                def __exit__(self, *error):
                    watch.open -= 1
                    return unit.__exit__(*error)

            return Watched()

    units, seen = WatchfulUnits(), []

    class WatchedTelephony:
        def place_call(self, _order):
            seen.append(units.open)
            raise GatewayError("timeout", is_outcome_unknown=True)

        def find(self, *_arguments):
            seen.append(units.open)
            return []

    delivering = world.delivering_to(WatchedTelephony(), units)
    work_once(delivering, "worker")
    _until_overdue(world)
    delivering.reconcile()

    assert seen == [0, 0]


def test_expired_codes_are_forgotten(world, sent):
    world.clock.advance(timedelta(minutes=10) - TICK)
    assert world.delivering.forget_expired_codes() == 0
    world.clock.advance(TICK)

    assert world.delivering.forget_expired_codes() == 1

    with world.units.read() as unit:
        assert unit.codes.get(sent.delivery.code_id).sealed is None
    assert world.delivering.forget_expired_codes() == 0
