"""Which kind of short fact the words of a question ask for: how long, how many, what is needed."""

import re

_HOW_LONG = (
    r"\bhow (?:long|soon)\b(?! (?:have|has|must)\b)|\bhow many (?:second|minute|hour|day|week)"
    r"|\buntil when\b|\bwhen (?:will|does|do|is)\b|多久|多[长長][时時][间間]|多少[天日]"
    r"|[几幾](?:天|日|分[钟鐘]|小[时時]|[时時])|[什甚][么麼][时時]候|[几幾]耐|有效期"
)
_HOW_MANY = r"\bhow (?:many|often)\b|多少[个個位次台部]|[几幾][个個位次台部]"
_WHAT_NEEDED = (
    r"\bwhat (?:do|will|would|must) i (?:need|have to have|bring)\b|\bwhat is needed\b"
    r"|(?:需要|要准[备備]|要準備|要带|要帶)[什甚][么麼]|要[带帶]咩"
)
# In this order: "for how many days" asks how long.
_PATTERNS = [
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("ask_how_long", _HOW_LONG),
        ("ask_how_many", _HOW_MANY),
        ("ask_what_needed", _WHAT_NEEDED),
    )
]


def asked_kind(text: str) -> str | None:
    """Return the intent of the bare question that the words hold, or nothing."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)
