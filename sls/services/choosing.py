"""Choosing: options that were offered, taken by their id, their number or their label."""

from sls.domain.conversations import Conversation
from sls.domain.messages import label_id
from sls.domain.redaction import fold
from sls.ports import UnitOfWork, Words

# A choice may still be taken while its message is one of the latest so many.
OPTIONS_LIVE_FOR_MESSAGES = 50


def was_offered(unit: UnitOfWork, conversation_id: str, option: str) -> bool:
    """Whether this option stands under one of the latest messages."""
    return any(option in options for options in _offered(unit, conversation_id))


def chosen_in_words(
    unit: UnitOfWork, words: Words, conversation: Conversation, text: str
) -> str | None:
    """Return the option that a text names by its number or label, of those last offered."""
    if conversation.open_question == "username":
        return None
    offered = _offered(unit, conversation.id)
    options = offered[0] if offered else []
    if text.isascii() and text.isdigit() and 0 < int(text) <= len(options):
        return options[int(text) - 1]
    for option in options:
        label = words.text(conversation.language, label_id(option))
        if fold(label).casefold() == text.casefold():
            return option
    return None


def _offered(unit: UnitOfWork, conversation_id: str) -> list[list[str]]:
    """Return the options of the latest messages, newest first."""
    events = unit.conversations.recent_messages(conversation_id, OPTIONS_LIVE_FOR_MESSAGES)
    utterances = [event.data["utterance"] for event in events if "utterance" in event.data]
    return [utterance["options"] for utterance in utterances if utterance["options"]]
