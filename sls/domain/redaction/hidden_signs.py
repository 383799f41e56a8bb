"""What stands in place of a secret: a sign while others are looked for, a word once it is kept.

A sign is one character that folding takes out of what people send. So it is nobody's own, is no
part of a word, and is never taken for a name or a value, as "code" in "[code]" would be.
"""

import re

SECRET, CODE, CARD = "\ue000", "\ue001", "\ue002"
SIGNS = "\ue000-\ue002"  # for a class of characters

_WORDS = {SECRET: "[secret]", CODE: "[code]", CARD: "[card]"}
_SIGNS = {word: sign for sign, word in _WORDS.items()}
_SIGN = re.compile(f"[{SIGNS}]")
_WORD = re.compile(r"\[(?:secret|code|card)\]")


def to_signs(text: str) -> str:
    """Return a text, parts of which were hidden before, with signs in place of the words."""
    return _WORD.sub(lambda match: _SIGNS[match[0]], text)


def to_words(text: str) -> str:
    """Return the text as it is kept and shown."""
    return _SIGN.sub(lambda match: _WORDS[match[0]], text)
