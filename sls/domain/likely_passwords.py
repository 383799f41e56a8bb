"""What looks like a password by itself, with no word before it that names it.

Letters, digits and a mark such as "!" in one word give a password away anywhere. Capitals, small
letters and digits do so only in a message that says nothing else: phones are named like that too.
"""

import re
from collections.abc import Callable

_MARKS = r"!#$%^&*~@+"
_WORD = re.compile(r"(?<![!-~])[!-~]{8,256}(?![!-~])")
# Every look ahead is bounded, so that a long run of letters costs nothing.
_MIXED = re.compile(rf"(?=.{{0,64}}[A-Za-z])(?=.{{0,64}}\d)(?=.{{0,64}}[{_MARKS}]).{{8,}}")
_CASED = re.compile(r"(?=.{0,64}[a-z])(?=.{0,64}[A-Z])(?=.{0,64}\d)[!-~]{8,64}")
_LEAD = r"(?:it'?s|it is|this is|that'?s|try|use|就是|是|係|系|即係|即系)\s*:?\s*"
_ALONE = re.compile(
    rf"(?P<lead>\W{{0,3}}(?:{_LEAD})?)(?P<value>[!-~]{{8,64}})\W{{0,3}}", re.IGNORECASE
)
_ENDS = ".,;:?!\"'()<>"
_ADDRESS = r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"
_LINK = r"\S*(?:://|www\.)\S*|[\w.\-]+\.(?:com|cn|net|org|hk|io)(?:[/:?]\S*)?"
_AMOUNT = r"[A-Za-z]{0,3}\$[\d,.]+\w{0,3}(?:/\w+)?"
_MARKED_NUMBER = r"[@#][A-Za-z]*\d+|@\w+"
_ERROR = r"(?:[A-Za-z]{2,12}[-_])+\d+\w?|err(?:or)?\w*?[-_:#]?\d+"
_NO_PASSWORD = re.compile(
    rf"{_ADDRESS}|{_LINK}|{_AMOUNT}|{_MARKED_NUMBER}|{_ERROR}|\S*\[\w+\]\S*", re.IGNORECASE
)
# Phones, systems and programs, whose names mix capitals with digits: iPhone15Pro.
_MODEL = re.compile(
    r"(?:my)?(?:apple|iphone|ipad|ios|mac|android|win(?:dows)?|samsung|galaxy|huawei|honor|mate|pura|"
    r"nova|google|pixel|xiaomi|redmi|poco|oppo|find|reno|vivo|iqoo|oneplus|realme|nokia|sony|xperia|"
    r"moto|harmony|emui|miui|hyper|chrome|firefox|safari|edge|tws|ibkr|ibkey|dsc|desktop|version|"
    r"build|ver)(?=(?-i:[^a-z])|max|pro|book|os|air|mini|ultra|plus|note|fold|flip|x|rola|key)[\w.\-+]*",
    re.IGNORECASE,
)


def mask_likely(text: str, token: str) -> str:
    """Return the text with every word that is a password by its looks replaced."""
    return _WORD.sub(_replacing(token), text)


def likely_alone(text: str) -> re.Match[str] | None:
    """Return where the password is in a message that consists of one, or None."""
    found = _ALONE.fullmatch(text)
    if found is None:
        return None
    value = found["value"].rstrip(_ENDS)
    is_name = _NO_PASSWORD.fullmatch(value) or _MODEL.fullmatch(value)
    return found if not is_name and _CASED.fullmatch(value) else None


def _replacing(token: str) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        core = match[0].strip(_ENDS)
        is_password = _MIXED.fullmatch(core) and not _NO_PASSWORD.fullmatch(core)
        return token if is_password else match[0]

    return replaced
