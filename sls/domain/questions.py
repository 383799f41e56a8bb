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
_DEVICE = (
    r"\b(?:devices?|cards?|tokens?|gadgets?|calculator|gr[ea]y (?:one|thing)|dsc|ib ?key)\b"
    r"|[设設][备備]|裝置|卡|[计計]算[器机機]|計數機|令牌|dsc|ib ?key"
)
_WHICH_IT_IS = (
    r"\b(?:which|what)\b.{0,30}\b(?:i (?:have|use|own)|have i|i(?:'ve)? got|i(?: am|'m) using|am i"
    r"|is (?:this|that|it|mine)|(?:this|that|mine) is)\b"
    r"|\bwhat(?:'?s| is| are| on earth is)\b|\bdiffer(?:s|ences?)?\b|\bapart\b|\blooks? like\b"
    r"|是[哪边邊]|用的?[哪边邊]|係邊|[什甚][么麼]|啥|咩|[区區][别別分]|不同|分[别別辨]|差在"
)
# Which one to get, to withdraw with or to replace is another question, and so is how to use one.
_ELSE_ABOUT_DEVICES = (
    r"\b(?:best|better|\w+est|should|would|need|want|get|offer|available|options?|choices?|choose|new"
    r"|recommend|suits?|suitable|supports?|for|limits?|withdraw\w*|fees?|costs?|free|lost|stolen"
    r"|broken|works?|code(?! card)|pin|number|enter|type|verify|other|second|credit|debit|bank)\b"
    r"|[最更好该該应應选選揀提取钱錢丢丟坏壞偷没沒冇输輸换換拿]|适合|適合|推[荐薦]|建[议議]|限[额額]|申[请請]|[费費]"
    r"|信用|借[记記]|[银銀]行|[时時]候"
)
_IS_DEVICE = re.compile(_DEVICE, re.IGNORECASE)
_IS_WHICH_IT_IS = re.compile(_WHICH_IT_IS, re.IGNORECASE)
_IS_ELSE_ABOUT_DEVICES = re.compile(_ELSE_ABOUT_DEVICES, re.IGNORECASE)
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


def asks_which_device(text: str) -> bool:
    """Whether the words ask what one of the devices is, or which one somebody has."""
    is_asked = _IS_DEVICE.search(text) is not None and _IS_WHICH_IT_IS.search(text) is not None
    return is_asked and _IS_ELSE_ABOUT_DEVICES.search(text) is None


def asked_kind(text: str) -> str | None:
    """Return the intent of the bare question that the words hold, or nothing."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)
