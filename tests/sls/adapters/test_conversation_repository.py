"""Turns and events: the same promises in memory and in the database."""

from contextlib import suppress

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.conversations import Event, TurnRecord
from tests.fakes.clock import NOON


def _tell(store, conversation_id: str, kind: str = "message", turn: str | None = None) -> int:
    event = Event(conversation_id, kind, {"text": "hello"}, NOON, turn)
    with store.units.write() as unit:
        unit.conversations.add_event(event)
    return event.id


@pytest.fixture
def chats(store):
    """Give a store with two conversations."""
    store.has_conversation("one")
    store.has_conversation("two")
    return store


def test_an_event_has_its_id_within_its_unit(chats):
    with chats.units.write() as unit:
        event = Event("one", "message", {}, NOON)
        unit.conversations.add_event(event)

        assert event.id == unit.conversations.last_event_id() == 1


def test_events_are_numbered_upward_over_all_conversations(chats):
    ids = [_tell(chats, name) for name in ("one", "two", "one")]

    assert ids == sorted(set(ids))
    with chats.units.read() as unit:
        assert [e.id for e in unit.conversations.events_after("one", 0)] == [ids[0], ids[2]]
        assert [e.id for e in unit.conversations.events_after("one", ids[0])] == [ids[2]]
        assert [e.id for e in unit.conversations.all_events_after(ids[0], 500)] == ids[1:]
        assert [e.id for e in unit.conversations.all_events_after(0, 2)] == ids[:2]
        assert unit.conversations.last_event_id() == ids[2]


def test_an_empty_store_has_no_last_event(store):
    with store.units.read() as unit:
        assert unit.conversations.last_event_id() == 0


def test_events_of_a_turn_are_those_of_one_conversation(chats):
    first = _tell(chats, "one", turn="same")
    _tell(chats, "two", turn="same")
    _tell(chats, "one", turn="other")
    last = _tell(chats, "one", turn="same")

    with chats.units.read() as unit:
        events = unit.conversations.events_of_turn("one", "same")
    assert [event.id for event in events] == [first, last]


def test_recent_messages_come_newest_first_and_are_messages_only(chats):
    ids = [_tell(chats, "one") for _ in range(3)]
    _tell(chats, "one", kind="delivery")
    _tell(chats, "two")

    with chats.units.read() as unit:
        recent = unit.conversations.recent_messages("one", 2)
    assert [event.id for event in recent] == [ids[2], ids[1]]


def test_an_event_comes_back_as_it_was(chats):
    data = {"text": "验证码", "options": ["a"], "utterance": {"values": {"seconds": 3}}}
    with chats.units.write() as unit:
        unit.conversations.add_event(Event("one", "message", data, NOON, "turn"))

    with chats.units.read() as unit:
        (event,) = unit.conversations.events_after("one", 0)
    assert (event.kind, event.data, event.created_at, event.turn) == (
        "message",
        data,
        NOON,
        "turn",
    )


def test_an_id_is_not_given_again_after_a_rollback_that_nobody_saw(chats):
    seen = _tell(chats, "one")
    with suppress(KeyError), chats.units.write() as unit:
        unit.conversations.add_event(Event("one", "message", {}, NOON))
        raise KeyError

    assert _tell(chats, "one") > seen


def test_a_turn_is_recorded_once(chats):
    with chats.units.write() as unit:
        unit.conversations.add_turn(TurnRecord("one", "client"))
        assert unit.conversations.turn("two", "client") is None

    with pytest.raises(IntegrityError), chats.units.write() as unit:
        unit.conversations.add_turn(TurnRecord("one", "client"))


def test_a_turn_is_marked_as_answered(chats):
    with chats.units.write() as unit:
        unit.conversations.add_turn(TurnRecord("one", "client"))
        unit.conversations.turn("one", "client").answered_at = NOON

    with chats.units.read() as unit:
        assert unit.conversations.turn("one", "client").answered_at == NOON
