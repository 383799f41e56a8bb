"""The keys of a call to our line: which are offered, and what each one means."""

import re
from collections.abc import Sequence

from sls.domain.conversations import Option
from sls.domain.folding import fold
from sls.domain.languages import CHINESE, ENGLISH, LANGUAGES
from sls.domain.line_calls import OPTIONS_AT_ONCE
from sls.ports import Words
from sls.services.choosing import holds

PERSON_KEY, START_KEY, AGAIN_KEY = "0", "*", "#"
MORE_KEY = str(OPTIONS_AT_ONCE + 1)
LANGUAGE_KEY = "8"
LANGUAGE_KEYS = {"1": ENGLISH, "2": CHINESE}
YES_KEY, NO_KEY = "1", "2"
STEP_KEYS = {"1": "next", "2": "repeat", "3": "back", "4": "slower"}
# What a step offers besides comes after the keys that every step has.
FIRST_OFFER_KEY = len(STEP_KEYS) + 1
_OFFER_KEYS = range(FIRST_OFFER_KEY, 9 + 1)
# Whoever wants to hear of their own account proves who they are first.
PROVE = "prove"
# So does who wants to be called back.
PROVE_TO_BE_CALLED = "prove:callback"
MAIN_MENU = (
    "topic:code_not_received",
    "topic:lost_or_broken_device",
    "topic:new_phone_or_reactivate",
    "topic:forgot_pin_or_blocked",
    "resume_walk",
    "topic:change_pin",
    "topic:account_locked",
    "topic:temporary_passcode",
    "topic:withdrawal_limit",
    PROVE,
)
# They have keys of their own, or make no sense to whoever listens.
_UNSAID = frozenset(
    "next back repeat stuck cancel finish why hand_off send_code language slower".split()
)
_KEYS = tuple("0123456789")
_NAMED_KEYS = {START_KEY: "hear.key.star", AGAIN_KEY: "hear.key.pound"}
_PUNCTUATION = re.compile(r"^\W+|\W+$")


def spoken(options: Sequence[str]) -> list[str]:
    """Return the options that are read out with a key."""
    return [each for each in options if each.partition(":")[0] not in _UNSAID]


def page_of(options: Sequence[str], page: int) -> list[str]:
    """Return the options that are read out at once; after the last page comes the first."""
    pages = max(1, -(-len(options) // OPTIONS_AT_ONCE))
    start = page % pages * OPTIONS_AT_ONCE
    return list(options[start : start + OPTIONS_AT_ONCE])


def has_more(options: Sequence[str]) -> bool:
    """Whether there are more options than are read out at once."""
    return len(options) > OPTIONS_AT_ONCE


def offers(options: Sequence[str]) -> dict[str, str]:
    """Return what a step offers besides moving on, by key."""
    return dict(zip(map(str, _OFFER_KEYS), spoken(options), strict=False))


def chosen(options: Sequence[str], page: int, key: str) -> Option | None:
    """Return the option behind a key of a menu, or None."""
    at_once = page_of(options, page)
    if key not in _KEYS[1 : len(at_once) + 1]:
        return None
    return Option(at_once[int(key) - 1])


def chosen_at_step(options: Sequence[str], key: str) -> Option | None:
    """Return what a key means at a step, or None."""
    option = STEP_KEYS.get(key) or offers(options).get(key)
    return Option(option) if option else None


def other_language(language: str) -> str:
    """Return the language that is not spoken now."""
    return CHINESE if language == ENGLISH else ENGLISH


def key_named(words: Words, text: str) -> str | None:
    """Return the key that was said instead of pressed, or None."""
    said = _bare(text)
    if said in _KEYS:
        return said
    named = {**{key: f"hear.key.{key}" for key in _KEYS}, **_NAMED_KEYS}
    return next((key for key, phrases in named.items() if _means(words, phrases, said)), None)


def yes_or_no(words: Words, text: str) -> str | None:
    """Return the key of the answer that was said, or None if it was neither."""
    said = _bare(text)
    if _means(words, "hear.yes", said):
        return YES_KEY
    return NO_KEY if _means(words, "hear.no", said) else None


def means(words: Words, message_id: str, text: str) -> bool:
    """Whether a text is one of the ways to say something, in either language."""
    return _means(words, message_id, _bare(text))


def mentions(words: Words, message_id: str, text: str) -> bool:
    """Whether a text holds one of the ways to name something, in either language."""
    phrases = (words.phrases(language, message_id) for language in LANGUAGES)
    return any(holds(text, fold(each).casefold()) for found in phrases for each in found)


def _bare(text: str) -> str:
    """Return what was said without the punctuation that recognisers add."""
    return _PUNCTUATION.sub("", fold(text).casefold())


def _means(words: Words, message_id: str, said: str) -> bool:
    return any(
        said == fold(phrase).casefold()
        for language in LANGUAGES
        for phrase in words.phrases(language, message_id)
    )
