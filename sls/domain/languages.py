"""Which language to answer in: an explicit choice wins, else the script of what was written."""

import re

ENGLISH, CHINESE = "en", "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)

_CJK = re.compile(r"[㐀-鿿豈-﫿]")
# A word of a sentence; user names (li.wei, john-smith7) and our own tokens ([code]) are none.
_WORD = re.compile(r"(?<![^\s(\"“])([A-Za-z]+(?:['’][A-Za-z]+)?)(?=[\s,.!?;:)\"”]*(?:\s|$))")
# Names of things and words that both languages use; they never switch the language.
_NEUTRAL = frozenset(
    "ok okay sms app tws ios android ibkr ib key dsc pin qr id web iphone ipad client portal "
    "mobile webtrader security code card gold platinum hi hello bye usd m2fs sls yes no".split()
)
_NAMES_CHINESE = re.compile(
    r"chinese|mandarin|中文|汉语|漢語|普通话|普通話|华语|國語", re.IGNORECASE
)
_NAMES_ENGLISH = re.compile(r"english|英文|英语|英語", re.IGNORECASE)


def named_language(text: str) -> str | None:
    """Return the language that a text asks for by name, or None."""
    if _NAMES_CHINESE.search(text):
        return CHINESE
    return ENGLISH if _NAMES_ENGLISH.search(text) else None


def spoken_language(text: str, current: str) -> str:
    """Return the language to answer `text` in, staying with `current` unless the text is clear.

    One Chinese character outside a product name is clear. English needs two words of its own
    while Chinese is spoken, for a Chinese message may hold an English label.
    """
    if _CJK.search(text):
        return CHINESE
    words = [word for word in _WORD.findall(text) if word.lower() not in _NEUTRAL]
    return ENGLISH if len(words) >= 2 else current


def supported_language(tag: str | None) -> str | None:
    """Return our language for a tag such as "zh-Hant-HK" or "en-GB", or None."""
    if not tag:
        return None
    primary = re.split(r"[-_]", tag.strip())[0].lower()
    return {"zh": CHINESE, "en": ENGLISH, "yue": CHINESE}.get(primary)
