"""Deliveries and the table of their states."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.codes import OneTimeCode
from sls.domain.deliveries import CALL_MAY_LAST, RETRY_PAUSE, Delivery, DeliveryState
from sls.domain.factors import Channel
from sls.domain.purposes import Purpose

S = DeliveryState
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=7)
ENDS = {S.BUSY, S.NO_ANSWER, S.REJECTED, S.FAILED}
# Written out anew, not imported: the table of the specification.
NEWS = {
    S.PLACED,
    S.RINGING,
    S.ANSWERED,
    S.READ_OUT,
    S.DELIVERED,
    S.BUSY,
    S.NO_ANSWER,
    S.REJECTED,
    S.FAILED,
}
ONWARD = {
    S.QUEUED: NEWS | {S.CLAIMED, S.EXPIRED},
    S.CLAIMED: NEWS | {S.QUEUED, S.PLACING, S.EXPIRED},
    S.PLACING: set(S) - {S.PLACING, S.CLAIMED},
    S.PLACED: ENDS | {S.RINGING, S.ANSWERED, S.READ_OUT, S.DELIVERED, S.EXPIRED},
    S.RINGING: ENDS | {S.ANSWERED, S.READ_OUT, S.EXPIRED},
    S.ANSWERED: ENDS | {S.READ_OUT, S.EXPIRED},
}
OVER = ENDS | {S.DELIVERED, S.EXPIRED}


def _delivery(state: DeliveryState = S.QUEUED) -> Delivery:
    return Delivery(
        id="delivery",
        job="job",
        login_id="login",
        code_id="code",
        channel=Channel.VOICE,
        number="+12025550101",
        language="en",
        state=state,
        created_at=NOW,
        due_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
        gate_key="7",
    )


@pytest.mark.parametrize("after", S)
@pytest.mark.parametrize("before", S)
def test_a_delivery_moves_only_onward(before, after):
    delivery = _delivery(before)

    delivery.move(after, LATER)

    is_onward = after in ONWARD.get(before, set())
    assert delivery.state is (after if is_onward else before)
    assert delivery.is_over == (is_onward and after in OVER)


@pytest.mark.parametrize("after", S)
@pytest.mark.parametrize("before", S)
def test_late_and_repeated_news_changes_nothing_at_all(before, after):
    delivery = _delivery(before)
    delivery.move(after, NOW)
    settled = vars(delivery).copy()

    is_seen = delivery.move(after, LATER, "late")

    assert not is_seen
    assert vars(delivery) == settled


@pytest.mark.parametrize(
    ("before", "after", "is_seen"),
    [
        (S.QUEUED, S.CLAIMED, False),
        (S.CLAIMED, S.PLACING, True),
        (S.PLACING, S.PLACED, False),
        (S.PLACED, S.RINGING, True),
        (S.RINGING, S.ANSWERED, True),
        (S.ANSWERED, S.READ_OUT, True),
        (S.CLAIMED, S.QUEUED, False),
        (S.PLACING, S.QUEUED, True),
    ],
)
def test_a_move_says_whether_the_outside_sees_a_change(before, after, is_seen):
    assert _delivery(before).move(after, NOW) == is_seen


def test_a_claim_looks_queued_and_a_placed_call_looks_placing_from_outside():
    assert _delivery(S.CLAIMED).public_state is S.QUEUED
    assert _delivery(S.PLACED).public_state is S.PLACING
    assert _delivery(S.RINGING).public_state is S.RINGING


def test_every_public_state_is_one_of_the_contract():
    contract = (
        "queued placing ringing answered read_out delivered busy no_answer rejected failed expired"
    )

    assert {_delivery(state).public_state.value for state in S} == set(contract.split())


def test_a_reason_is_kept_with_the_move_it_explains():
    delivery = _delivery(S.PLACING)

    delivery.move(S.FAILED, NOW, "number_refused")

    assert (delivery.reason, delivery.ended_at) == ("number_refused", NOW)


@pytest.mark.parametrize("state", [S.PLACING, S.PLACED, S.RINGING])
def test_a_call_that_ends_unheard_counts_as_unanswered(state):
    delivery = _delivery(state)

    assert delivery.end(LATER)
    assert (delivery.state, delivery.reason, delivery.ended_at) == (S.NO_ANSWER, "cut_off", LATER)


def test_an_answered_call_that_ends_without_the_key_says_so():
    delivery = _delivery(S.ANSWERED)

    assert delivery.end(LATER)
    assert (delivery.state, delivery.reason) == (S.NO_ANSWER, "no_key")


def test_a_call_that_gave_its_code_stays_read_out_when_it_ends():
    delivery = _delivery(S.READ_OUT)
    assert not delivery.is_over

    delivery.end(LATER)

    assert (delivery.state, delivery.ended_at) == (S.READ_OUT, LATER)


def test_the_end_of_a_call_that_gave_its_code_is_no_change_for_the_outside():
    assert not _delivery(S.READ_OUT).end(LATER)


@pytest.mark.parametrize("state", [*OVER, S.READ_OUT])
def test_a_call_ends_only_once(state):
    delivery = _delivery(state)
    delivery.ended_at = NOW

    assert not delivery.end(LATER)
    assert (delivery.state, delivery.ended_at) == (state, NOW)


@pytest.mark.parametrize("state", [S.PLACED, S.RINGING, S.ANSWERED])
def test_a_call_that_we_end_says_why_and_waits_to_be_hung_up(state):
    delivery = _delivery(state)

    assert delivery.call_off(S.EXPIRED, LATER, "not_needed")
    assert (delivery.state, delivery.reason, delivery.ended_at) == (S.EXPIRED, "not_needed", LATER)
    assert delivery.hang_up_at == LATER


def test_a_call_that_we_end_after_its_code_stays_read_out():
    delivery = _delivery(S.READ_OUT)

    assert not delivery.call_off(S.EXPIRED, LATER, "not_needed")
    assert (delivery.state, delivery.reason, delivery.ended_at) == (S.READ_OUT, None, LATER)


def test_a_line_that_is_not_hung_up_yet_keeps_its_phone_busy():
    delivery = _delivery(S.RINGING)

    delivery.call_off(S.EXPIRED, NOW, "not_needed")
    assert delivery.keeps_phone_busy(NOW)
    delivery.hang_up_at = None

    assert not delivery.keeps_phone_busy(NOW)


def test_the_first_call_owns_a_delivery():
    delivery = _delivery(S.PLACING)

    assert delivery.adopt("CA1")
    assert delivery.adopt("CA1")
    assert not delivery.adopt("CA2")
    assert delivery.provider_sid == "CA1"


def test_nobody_owns_a_delivery_without_a_name():
    delivery = _delivery(S.PLACING)

    delivery.adopt("")

    assert delivery.adopt("CA1")


def test_an_announcement_is_dated_and_counts_as_a_try():
    delivery = _delivery(S.CLAIMED)

    delivery.announce(NOW)

    assert (delivery.state, delivery.announced_at, delivery.tries) == (S.PLACING, NOW, 1)


def test_a_requeued_delivery_is_due_after_a_pause_and_belongs_to_nobody():
    delivery = _delivery(S.PLACING)
    delivery.worker, delivery.lease_until, delivery.announced_at = "worker", NOW, NOW

    delivery.requeue(NOW)

    assert delivery.state is S.QUEUED
    assert delivery.due_at == NOW + RETRY_PAUSE
    assert (delivery.worker, delivery.lease_until, delivery.announced_at) == (None, None, None)


@pytest.mark.parametrize("state", S)
def test_a_call_in_hand_keeps_its_phone_busy(state):
    delivery = _delivery(state)

    in_hand = {S.PLACING, S.PLACED, S.RINGING, S.ANSWERED, S.READ_OUT}
    assert delivery.keeps_phone_busy(NOW) == (state in in_hand)


def test_a_claimed_call_keeps_its_phone_busy_while_its_worker_has_it():
    delivery = _delivery(S.CLAIMED)
    delivery.lease_until = LATER

    assert delivery.keeps_phone_busy(LATER)
    assert not delivery.keeps_phone_busy(LATER + timedelta(seconds=1))


def test_a_call_of_whose_end_nobody_told_is_forgotten_after_five_minutes():
    delivery = _delivery(S.RINGING)

    assert delivery.keeps_phone_busy(NOW + CALL_MAY_LAST - timedelta(microseconds=1))
    assert delivery.is_forgotten(NOW + CALL_MAY_LAST)
    assert not delivery.keeps_phone_busy(NOW + CALL_MAY_LAST)


@pytest.mark.parametrize(
    ("state", "since"), [(S.RINGING, "announced_at"), (S.CLAIMED, "lease_until")]
)
def test_a_call_that_left_late_keeps_its_phone_busy_as_long_as_any_other(state, since):
    delivery, left_at = _delivery(state), NOW + CALL_MAY_LAST
    setattr(delivery, since, left_at)

    assert delivery.keeps_phone_busy(left_at)
    assert not delivery.is_forgotten(left_at + CALL_MAY_LAST - timedelta(microseconds=1))
    assert delivery.is_forgotten(left_at + CALL_MAY_LAST)


def test_a_call_that_is_over_leaves_its_phone_free():
    delivery = _delivery(S.RINGING)

    delivery.move(S.BUSY, NOW)

    assert not delivery.keeps_phone_busy(NOW)


def _code(**other: object) -> OneTimeCode:
    expires_at = NOW + timedelta(minutes=10)
    return OneTimeCode("code", "login", b"", b"sealed", NOW, expires_at, **other)


class Subject:
    """Something that waits for a code, or not any more."""

    def __init__(self, *, is_waiting: bool) -> None:
        self.is_waiting = is_waiting

    def is_live(self, _now: datetime) -> bool:
        return self.is_waiting


WAITING, OVER_NOW = Subject(is_waiting=True), Subject(is_waiting=False)


def test_a_code_that_is_waited_for_is_wanted():
    assert _delivery().is_wanted(_code(), WAITING, NOW)


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        (None, WAITING),
        (_code(consumed_at=NOW), WAITING),
        (_code(voided_at=NOW), WAITING),
        (_code(), OVER_NOW),
        (_code(), None),
    ],
)
def test_a_code_that_opens_nothing_is_not_wanted(code, subject):
    assert not _delivery().is_wanted(code, subject, NOW)


def test_a_code_that_was_forgotten_cannot_be_wanted():
    code = _code()
    code.sealed = None

    assert not _delivery().is_wanted(code, WAITING, NOW)


@pytest.mark.parametrize("purpose", [Purpose.LOGIN, Purpose.NOTICE])
def test_a_delivery_that_is_late_or_over_is_not_wanted(purpose):
    late, over = _delivery(), _delivery()
    late.purpose = over.purpose = purpose
    over.ended_at = NOW

    assert not late.is_wanted(_code(), WAITING, late.expires_at)
    assert not over.is_wanted(_code(), WAITING, NOW)


def test_a_notice_needs_no_code_and_nobody_who_waits():
    notice = _delivery()
    notice.purpose, notice.code_id = Purpose.NOTICE, None

    assert notice.is_wanted(None, None, NOW)
