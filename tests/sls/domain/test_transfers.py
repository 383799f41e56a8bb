"""A transfer: waiting, taken by the key, over in one named way."""

from datetime import timedelta

import pytest

from sls.domain.transfers import (
    MAX_ASKS,
    MAY_LAST,
    SHOWN_FOR,
    CallerKnown,
    Transfer,
    TransferKind,
    TransferState,
)
from tests.fakes.clock import NOON

LATER = NOON + timedelta(minutes=3)
OURS, ANOTHER = "CA-ours", "CA-another"


@pytest.fixture
def transfer() -> Transfer:
    """Give one that has just begun."""
    return Transfer(
        id="transfer",
        sid="CA1",
        kind=TransferKind.LINE,
        conversation_id=None,
        language="en",
        topic=None,
        known_by=CallerKnown.NOTHING,
        to=None,
        state=TransferState.WAITING,
        started_at=NOON,
    )


@pytest.fixture
def taken(transfer) -> Transfer:
    """Give one that somebody of ours has taken."""
    transfer.ask(OURS, 1)
    assert transfer.take(OURS, 1, NOON)
    return transfer


def test_the_key_is_asked_for_so_often(transfer):
    asked = [transfer.ask(OURS, time) for time in range(1, MAX_ASKS + 2)]

    assert asked == [True] * MAX_ASKS + [False]


def test_the_same_asking_is_counted_once_however_often_it_is_told(transfer):
    assert transfer.ask(OURS, 1)
    assert transfer.ask(OURS, 2)
    assert transfer.ask(OURS, 1)

    assert transfer.asks == {OURS: 2}


def test_every_phone_of_ours_is_asked_by_itself(transfer):
    for time in range(1, MAX_ASKS + 2):
        transfer.ask(OURS, time)

    assert transfer.ask(ANOTHER, 1)
    assert transfer.take(ANOTHER, 1, NOON)


@pytest.mark.parametrize(("asks", "state"), [(1, TransferState.UNTAKEN), (0, TransferState.MISSED)])
def test_without_the_key_nobody_talked_whoever_answered(transfer, asks, state):
    for _ in range(asks):
        transfer.ask(OURS, 1)

    transfer.end(LATER)

    assert (transfer.state, transfer.ended_at) == (state, LATER)


def test_whoever_took_it_and_was_bridged_talked(taken):
    taken.end(LATER)

    assert (taken.state, taken.ended_at) == (TransferState.TALKED, LATER)


def test_one_that_was_taken_and_never_bridged_was_no_talk(taken):
    taken.end(LATER, is_bridged=False)

    assert taken.state is TransferState.UNTAKEN


def test_a_caller_who_leaves_after_the_key_is_not_said_to_have_talked(taken):
    """What the provider tells then is that the call is over, and nothing of a bridge."""
    taken.leave(LATER)

    assert (taken.state, taken.ended_at) == (TransferState.UNTOLD, LATER)


@pytest.mark.parametrize(
    ("is_bridged", "state"), [(True, TransferState.TALKED), (False, TransferState.LEFT)]
)
def test_what_is_told_of_the_bridge_decides_though_the_caller_is_gone(taken, is_bridged, state):
    taken.leave(LATER)

    taken.end(LATER + timedelta(seconds=1), is_bridged=is_bridged)

    assert (taken.state, taken.ended_at) == (state, LATER)


def test_one_that_is_settled_is_not_settled_anew(taken):
    taken.leave(LATER)
    taken.end(LATER, is_bridged=False)

    taken.end(LATER, is_bridged=True)
    taken.leave(LATER)

    assert taken.state is TransferState.LEFT


def test_a_mailbox_that_was_bridged_without_the_key_was_no_talk(transfer):
    transfer.ask(OURS, 1)

    transfer.end(LATER, is_bridged=True)

    assert transfer.state is TransferState.UNTAKEN


def test_it_can_be_taken_at_the_last_time_of_asking_and_not_after(transfer):
    for time in range(1, MAX_ASKS + 1):
        transfer.ask(OURS, time)
    assert transfer.take(OURS, MAX_ASKS, NOON)

    transfer.ask(OURS, MAX_ASKS + 1)

    assert not transfer.take(OURS, MAX_ASKS + 1, LATER)


def test_a_key_for_an_asking_that_is_past_takes_nothing(transfer):
    transfer.ask(OURS, 1)
    transfer.ask(OURS, 2)

    assert not transfer.take(OURS, 1, LATER)


def test_whoever_was_never_asked_cannot_take_it(transfer):
    transfer.ask(OURS, 1)

    assert not transfer.take(ANOTHER, 1, LATER)


def test_one_that_is_over_cannot_be_taken(transfer):
    transfer.ask(OURS, 1)
    transfer.leave(LATER)

    assert not transfer.take(OURS, 1, LATER)
    assert transfer.state is TransferState.LEFT


def test_late_news_changes_nothing(transfer):
    transfer.leave(NOON)

    transfer.end(LATER)
    transfer.leave(LATER)

    assert (transfer.state, transfer.ended_at) == (TransferState.LEFT, NOON)


def test_it_is_shown_as_long_as_it_may_last_and_a_while_after_its_end(transfer):
    assert transfer.is_shown(NOON + MAY_LAST - timedelta(seconds=1))
    assert not transfer.is_shown(NOON + MAY_LAST)

    transfer.leave(LATER)

    assert transfer.is_shown(LATER + SHOWN_FOR - timedelta(seconds=1))
    assert not transfer.is_shown(LATER + SHOWN_FOR)
