"""The repository of missed words, of either kind."""

import pytest

from sls.domain.conversations import Conversation, ConversationState
from sls.domain.misses import Miss, MissKind
from tests.fakes.clock import NOON


def _has_conversation(units, name: str) -> None:
    conversation = Conversation(
        id=name,
        bearer_digest=f"digest of {name}",
        language="en",
        is_language_pinned=False,
        state=ConversationState.ASSISTANT,
        channel="chat",
        created_at=NOON,
        last_at=NOON,
    )
    with units.write() as unit:
        unit.conversations.add(conversation)


@pytest.fixture
def units(store):
    """Give units of work with two conversations."""
    for name in ("one", "two"):
        _has_conversation(store.units, name)
    return store.units


def _misses(units, conversation_id: str, text: str) -> int:
    miss = Miss(conversation_id, MissKind.UNRECOGNISED, text, "en", ["m2fs"], NOON)
    with units.write() as unit:
        unit.misses.add(miss)
        assert miss.id is not None
        return miss.id


def test_the_latest_of_a_conversation_is_found(units):
    for conversation, text in (("one", "a"), ("one", "b"), ("two", "c")):
        _misses(units, conversation, text)

    with units.read() as unit:
        assert unit.misses.latest_of("one").text == "b"
        assert unit.misses.latest_of("three") is None


def test_what_waits_comes_oldest_first_and_no_more_than_asked_for(units):
    ids = [_misses(units, "one", text) for text in "abc"]
    with units.write() as unit:
        unit.misses.get(ids[0]).reviewed_at = NOON

    with units.read() as unit:
        assert [each.text for each in unit.misses.unreviewed(10)] == ["b", "c"]
        assert [each.text for each in unit.misses.unreviewed(1)] == ["b"]
        assert unit.misses.unreviewed(1)[0].guesses == ["m2fs"]


def test_what_was_noted_later_is_kept(units):
    miss_id = _misses(units, "one", "a")
    with units.write() as unit:
        miss = unit.misses.get(miss_id)
        miss.meant, miss.reworded = "change_pin", "a new PIN"

    with units.read() as unit:
        miss = unit.misses.get(miss_id)
        assert (miss.meant, miss.reworded) == ("change_pin", "a new PIN")
