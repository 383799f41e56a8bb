"""The repository of calls that are put through, of either kind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sls.domain.transfers import CallerKnown, Transfer, TransferKind, TransferState
from tests.fakes.clock import NOON


def _transfer(name: str, sid: str = "CA1", minutes: int = 0) -> Transfer:
    return Transfer(
        id=name,
        sid=sid,
        kind=TransferKind.LINE,
        conversation_id="chat",
        language="zh_CN",
        topic="lost_device",
        known_by=CallerKnown.CODE,
        to="+1 ••• 0101",
        state=TransferState.WAITING,
        started_at=NOON + timedelta(minutes=minutes),
    )


@pytest.fixture
def units(store):
    """Give units of work with a conversation."""
    store.has_conversation()
    return store.units


def _add(units, *transfers: Transfer) -> None:
    with units.write() as unit:
        for each in transfers:
            unit.transfers.add(each)


def test_a_transfer_is_kept_as_it_is(units):
    transfer = replace(
        _transfer("one"),
        state=TransferState.TALKED,
        asks={"CA-ours": 2},
        taken_at=NOON,
        ended_at=NOON,
    )
    _add(units, replace(transfer))

    with units.read() as unit:
        assert unit.transfers.get("one") == transfer
        assert unit.transfers.get("another") is None


def test_one_without_a_conversation_is_kept_too(units):
    _add(units, replace(_transfer("one"), conversation_id=None, topic=None, to=None))

    with units.read() as unit:
        assert unit.transfers.get("one").conversation_id is None


def test_the_latest_of_a_call_is_found(units):
    _add(units, _transfer("one"), _transfer("two", minutes=1), _transfer("three", "CA2", 2))

    with units.read() as unit:
        assert unit.transfers.latest_of("CA1").id == "two"
        assert unit.transfers.latest_of("CA3") is None


def test_what_changes_within_a_unit_is_kept(units):
    _add(units, _transfer("one"))
    with units.write() as unit:
        transfer = unit.transfers.latest_of("CA1")
        transfer.ask("CA-ours", 1)
        transfer.leave(NOON)

    with units.read() as unit:
        transfer = unit.transfers.get("one")
    assert (transfer.state, transfer.asks) == (TransferState.LEFT, {"CA-ours": 1})


def test_those_since_a_moment_come_newest_first(units):
    _add(units, *(_transfer(str(each), minutes=each) for each in range(3)))

    with units.read() as unit:
        assert [each.id for each in unit.transfers.since(NOON)] == ["2", "1"]
