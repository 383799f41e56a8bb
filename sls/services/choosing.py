"""Choosing: options that were offered, taken by their id, number, label, or in other words."""

import re
from collections.abc import Iterable, Sequence

from sls.domain.conversations import PHONE, Conversation, Event
from sls.domain.folding import fold
from sls.domain.languages import LANGUAGES
from sls.domain.messages import label_of
from sls.domain.questions import asks_which_device
from sls.ports import UnitOfWork, Words

# A choice may still be taken while its message is one of the latest so many.
OPTIONS_LIVE_FOR_MESSAGES = 50
# Longer messages say more than which option is meant, so they are understood first.
MAX_CHOICE_LENGTH = 40
_COUNTED = range(1, 7)


def was_offered(unit: UnitOfWork, conversation_id: str, option: str) -> bool:
    """Whether this option stands under one of the latest messages."""
    return any(option in options for options in _offered(unit, conversation_id))


def label_text(words: Words, language: str, option: str) -> str:
    """Return what an option is called."""
    label = label_of(option)
    return words.text(language, label.id, **dict(label.values))


def last_offered(unit: UnitOfWork, conversation_id: str) -> list[str]:
    """Return the options that were offered last; on the phone, of those that were spoken.

    A call speaks its turns only: news that came in between is not heard, and changes no key.
    """
    conversation = unit.conversations.get(conversation_id)
    is_call = conversation is not None and conversation.channel == PHONE
    offered = _spoken(unit, conversation_id) if is_call else _offered(unit, conversation_id)
    return offered[0] if offered else []


def chosen_in_words(
    unit: UnitOfWork, words: Words, conversation: Conversation, text: str
) -> str | None:
    """Return the option that a text names, of those last offered.

    By its number ("2", "the second one"), its label, or, for an answer to the open question, the
    words in which people say it (`hear.<question>.<answer>`).
    """
    if conversation.open_question == "username":
        return None
    options = last_offered(unit, conversation.id)
    number = _number_in(words, text)
    if number is not None and number <= len(options):
        return options[number - 1]
    for option in options:
        label = label_text(words, conversation.language, option)
        if fold(label).casefold() == text.casefold():
            return option
    return _heard(words, options, conversation.open_question, text)


def holds(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, which is folded: letters as a word of their own."""
    folded = fold(text).casefold()
    if phrase.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", folded) is not None
    return phrase in folded


def _number_in(words: Words, text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) == 1:
        return int(text) or None
    for number in _COUNTED:
        if text.casefold().strip(" .") in _phrases(words, f"hear.number.{number}"):
            return number
    return None


def _heard(words: Words, options: Iterable[str], question: str | None, text: str) -> str | None:
    """Return the answer whose words the text holds; the longest words win, and a draw is none."""
    if question is None or len(text) > MAX_CHOICE_LENGTH or asks_which_device(text):
        return None
    if any(holds(text, each) for each in _phrases(words, "hear.question")):
        return None  # "how long will it be locked?" answers nothing
    if any(holds(text, each) for each in _phrases(words, "hear.alarm")):
        return None  # "I clicked a link" is no wish to read about links
    found: dict[str, int] = {}
    for option in options:
        if option.startswith(f"{question}:"):
            phrases = _phrases(words, f"hear.{option.replace(':', '.')}")
            found[option] = max((len(each) for each in phrases if holds(text, each)), default=0)
    best = max(found.values(), default=0)
    winners = [option for option, length in found.items() if length == best]
    return winners[0] if best > 0 and len(winners) == 1 else None


def _phrases(words: Words, message_id: str) -> Sequence[str]:
    """Return the words of both languages, for people mix them."""
    said = (words.phrases(language, message_id) for language in LANGUAGES)
    return [fold(each).casefold() for phrases in said for each in phrases]


def _offered(unit: UnitOfWork, conversation_id: str) -> list[list[str]]:
    """Return the options of the latest messages, newest first."""
    events = unit.conversations.recent_messages(conversation_id, OPTIONS_LIVE_FOR_MESSAGES)
    return _options_of(events)


def _spoken(unit: UnitOfWork, conversation_id: str) -> list[list[str]]:
    """Return those of the messages that belong to a turn."""
    events = unit.conversations.recent_messages(conversation_id, OPTIONS_LIVE_FOR_MESSAGES)
    return _options_of(each for each in events if each.turn is not None)


def _options_of(events: Iterable[Event]) -> list[list[str]]:
    utterances = [event.data["utterance"] for event in events if "utterance" in event.data]
    return [utterance["options"] for utterance in utterances if utterance["options"]]
