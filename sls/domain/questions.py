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
_HOW_LONG_IT_TAKES = (
    r"\bhow (?:long|much time) (?:will|does|do|would) (?:all )?(?:of )?"
    r"(?:this|that|it|the whole thing) (?:all )?take"
    r"|要(?:花|用|做|弄)?多(?:久|[长長][时時][间間])|要[几幾]耐"
)
_STEPS_LEFT = (
    r"\bhow (?:many|much) (?:more |other )?steps\b|\bsteps (?:are )?(?:left|remain|to go)"
    r"|\bhow (?:many|much) (?:more |is |are )?(?:left|to go|remain)|\bhow much (?:longer|more)\b"
    r"|\bare we (?:nearly |almost )?(?:done|there)\b|\b(?:nearly|almost) (?:done|finished)\?"
    r"|(?<![这這那前后後了])(?:[几幾]多?|多少)[个個]?步[骤驟]?(?![骤驟都])"
    r"|多久才?[能可会會]?(?:[弄做搞]|完成|结束|結束)|[还還]有多久[弄做搞]?完"
)
_MEANING = (
    r"\bwhat (?:does|do|is|are) [\w' ]{0,30}\bmean|\bwhat do you mean\b|\bmeaning of\b"
    r"|[什甚][么麼]意思|咩意思|[点點]解释|怎么理解"
)
_IS_HOW_LONG_IT_TAKES = re.compile(_HOW_LONG_IT_TAKES, re.IGNORECASE)
_IS_STEPS_LEFT = re.compile(_STEPS_LEFT, re.IGNORECASE)
_IS_MEANING = re.compile(_MEANING, re.IGNORECASE)
# In this order: "for how many days" asks how long.
_PATTERNS = [
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("ask_how_long", _HOW_LONG),
        ("ask_how_many", _HOW_MANY),
        ("ask_what_needed", _WHAT_NEEDED),
    )
]


def asks_how_long_it_takes(text: str) -> bool:
    """Whether the words ask how long what is being done will take."""
    return _IS_HOW_LONG_IT_TAKES.search(text) is not None


def asks_steps_left(text: str) -> bool:
    """Whether the words ask how many steps are left."""
    return _IS_STEPS_LEFT.search(text) is not None


def asks_meaning(text: str) -> bool:
    """Whether the words ask what was meant with what was said."""
    return _IS_MEANING.search(text) is not None


def asked_kind(text: str) -> str | None:
    """Return the intent of the bare question that the words hold, or nothing."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)
