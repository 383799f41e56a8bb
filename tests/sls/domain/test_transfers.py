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


def test_the_key_is_asked_for_so_often(transfer):
    assert [transfer.ask() for _ in range(MAX_ASKS + 1)] == [True] * MAX_ASKS + [False]


@pytest.mark.parametrize(("asks", "state"), [(1, TransferState.UNTAKEN), (0, TransferState.MISSED)])
def test_without_the_key_nobody_talked_whoever_answered(transfer, asks, state):
    for _ in range(asks):
        transfer.ask()

    transfer.end(LATER)

    assert (transfer.state, transfer.ended_at) == (state, LATER)


@pytest.mark.parametrize("end", ["end", "leave"])
def test_whoever_took_it_talked_however_it_ended(transfer, end):
    assert transfer.take(NOON)

    transfer.leave(LATER) if end == "leave" else transfer.end(LATER)

    assert transfer.state is TransferState.TALKED


@pytest.mark.parametrize(("asks", "state"), [(1, TransferState.UNTAKEN), (0, TransferState.MISSED)])
def test_one_that_was_taken_and_never_bridged_was_no_talk(transfer, asks, state):
    for _ in range(asks):
        transfer.ask()
    transfer.take(NOON)

    transfer.end(LATER, is_bridged=False)

    assert transfer.state is state


def test_a_mailbox_that_was_bridged_without_the_key_was_no_talk(transfer):
    transfer.ask()

    transfer.end(LATER, is_bridged=True)

    assert transfer.state is TransferState.UNTAKEN


def test_it_can_be_taken_at_the_last_time_of_asking_and_not_after(transfer):
    for _ in range(MAX_ASKS):
        transfer.ask()
    assert transfer.take(NOON)

    transfer.ask()

    assert not transfer.take(LATER)


def test_one_that_is_over_cannot_be_taken(transfer):
    transfer.leave(LATER)

    assert not transfer.take(LATER)
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
