"""Mark which channel a message turns down.

"Don't call, text me" and "don't text, call me" share all their words, and nearly their meaning.
"""

import re

_NOT = (
    r"(?:\b(?:no|not|never|instead of|rather than|without|stop|quit|forget|hate|skip|than)"
    r"|n['’]?t|>)"
    r"\s(?:[a-z']+\s){0,3}?"
)
_NOT_ZH = r"(?:别|不要|不用|不想|不选|不收|不拣|不是|不需要|不|没法|无法)[^,。，.;!?！？]{0,5}?"
_USELESS = r"\s(?:are\s|is\s)?(?:never|not|no good|useless|don)"
_WRITTEN = (
    rf"{_NOT}(?:sms|te?xts?|messages?)\b|\b(?:sms|texts?|messages?){_USELESS}"
    rf"|{_NOT_ZH}(?:短信|sms|简讯|短讯|文字|text|信息)"
    r"|(?:短信|sms|简讯|短讯)[^,，。]{0,3}(?:没|不|收不)"
)
_SPOKEN = (
    rf"{_NOT}(?:call(?:s|ing|ed)?|ring(?:ing)?|phone|voice|robot|speak|spoken)\b"
    rf"|\bcalls?{_USELESS}"
    rf"|{_NOT_ZH}(?:电话|语音|打|call|voice|ring|听)|(?:电话|语音)[^,，。]{{0,3}}(?:没|不)"
)
# No customer writes these marks, so that they are n-grams of their own.
_MARKS = (("⊖s ", re.compile(_WRITTEN)), ("⊖v ", re.compile(_SPOKEN)))


def denials(folded: str) -> str:
    """Return a mark for each channel that a folded text turns down."""
    return "".join(mark for mark, pattern in _MARKS if pattern.search(folded))
