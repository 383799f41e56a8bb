"""What a secret looks like."""

import re

from sls.domain.redaction.hidden_signs import SIGNS

# Ahead are four signs at least: letters, and a digit or a mark among them.
LOOKS = r"(?=\S{4})(?=\S{0,64}[A-Za-z])(?=\S{0,64}(?:\d|[!#$%^&*~@+=]\w))"
QUOTES = ('""', "''", "“”", "‘’", "「」", "『』", "【】", "《》", "``")  # noqa: RUF001 - as people type
OPENS = r"[\"'“‘「『【《(<`*_\\]"  # noqa: RUF001
CLOSES = r"[\"'”’」』】》)>`*_\\]"
ENDS = ",.!?;:"

_LOOKING = re.compile(rf"{LOOKS}\S{{4,64}}")
_HIDDEN = re.compile(rf"{OPENS}{{0,2}}[{SIGNS}]")


def looks_secret(word: str) -> bool:
    """Whether a word has letters, and a digit or a mark among them."""
    return _LOOKING.fullmatch(word) is not None


def is_hidden(value: str) -> bool:
    """Whether a value begins with a sign: it was hidden before."""
    return _HIDDEN.match(value) is not None
