"""Fold a text into one way of writing, so that nothing hides behind another way of writing it.

Full-width and circled digits become plain ones, and what nobody sees is taken out.
"""

import re
import unicodedata

# Blank to the eye, and neither a blank nor a control character to Unicode.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# Half a surrogate pair (Cs) no database and no hash can take; of Co and Cn nobody knows a sign.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# What turns a digit into a picture of one: 4️⃣.
_ON_DIGIT = re.compile(r"(?<=\d)[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]+")


def fold(text: str) -> str:
    """Return the text in NFKC, without what nobody sees, trimmed."""
    composed = unicodedata.normalize("NFKC", text)
    seen = "".join(_plain(char) for char in composed if char in "\n\t" or _is_visible(char))
    return _ON_DIGIT.sub("", seen).strip()


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN and char not in _BLANK


def _plain(char: str) -> str:
    """Return a digit in a black circle as the digit, anything else as it is."""
    value = unicodedata.digit(char, None) if unicodedata.category(char) == "No" else None
    return char if value is None else str(value)
