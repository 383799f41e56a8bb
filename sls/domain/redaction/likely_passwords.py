"""What looks like a password by itself, with no word before it that names it.

Letters, digits and a mark such as "!" in one word give a password away anywhere. Capitals, small
letters and digits do so only in a message that says nothing else: phones are named like that too.
"""

import re

from sls.domain.redaction.hidden_signs import SECRET
from sls.domain.redaction.secret_looks import LOOKS
from sls.domain.redaction.secret_names import OWNED, USER_NAME

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
_ERROR = r"(?:[A-Za-z]{2,12}[-_])+\d+\w?|err(?:or)?\w*?[-_:#(\[]?[A-Z]{0,4}-?\d+|1password"
_NO_PASSWORD = re.compile(rf"{_ADDRESS}|{_LINK}|{_AMOUNT}|{_MARKED_NUMBER}|{_ERROR}", re.IGNORECASE)
# Phones, systems and programs, whose names mix capitals with digits: iPhone15Pro.
_MODEL = re.compile(
    r"(?:my)?(?:apple|iphone|ipad|ios|mac|android|win(?:dows)?|samsung|galaxy|huawei|honor|mate|pura|"
    r"nova|google|pixel|xiaomi|redmi|poco|oppo|find|reno|vivo|iqoo|oneplus|realme|nokia|sony|xperia|"
    r"moto|harmony|emui|miui|hyper|chrome|firefox|safari|edge|tws|ibkr|ibkey|dsc|desktop|version|"
    r"build|ver)(?=(?-i:[^a-z])|max|pro|book|os|air|mini|ultra|plus|note|fold|flip|x|rola|key)[\w.\-+]*",
    re.IGNORECASE,
)
# A name and a password, in two lines or with a stroke between, and nothing else.
_PAIR = re.compile(
    rf"(?P<lead>\s{{0,3}}(?!(?:err|code|step|option|version|https?)\w{{0,4}}\b)[A-Za-z][\w.@\-]{{2,32}}\s{{0,3}}[\n/:|]\s{{0,3}}){LOOKS}(?P<value>[!-~]{{6,64}})\s{{0,3}}"
)
_BETWEEN = re.compile(r"[/:|]")
# Beside the name of a password less is needed: "my password is not hunter2 but hunter3".
_NEAR = re.compile(r"(?<![!-~])[!-~]{4,64}(?![!-~])")
_NEARNESS = 60
_OWNED = re.compile(OWNED, re.IGNORECASE)
_LETTERS_AND_DIGITS = re.compile(r"(?=[^A-Za-z]{0,64}[A-Za-z])(?=\D{0,64}\d)[!-~]{5,64}")
_MEASURE = re.compile(
    r"\d{1,4}[-.:/]?\d{0,2}-?(?:st|nd|rd|th|am|pm|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?"
    r"|months?|years?|times|digits?|chars?|characters?|letters?|steps?|factor|[xghkmds]|gb|mb)"
    r"|(?:step|option|line|page|part|method|number|no|day|week|question|key|v|ver)[-.]?\d{1,3}"
    r"|\d{1,2}-[a-z]{2,12}(?:-[a-z]{2,12})?",
    re.IGNORECASE,
)
_NO_SECRET_LEAD = re.compile(
    rf"(?:{USER_NAME}|\bfor|\buser|\berror|\bcode|错误|錯誤|报错)[\s:=]{{0,3}}(?:is\s|是)?$",
    re.IGNORECASE,
)


def mask_likely(text: str) -> str:
    """Return the text with every word that is a password by its looks replaced."""
    return _NEAR.sub(_masked_near, _WORD.sub(_masked, text))


def mask_lone_password(text: str) -> str:
    """Return the text with the password replaced if it says nothing else."""
    found = _ALONE.fullmatch(text)
    is_password = found is not None and _CASED.fullmatch(found["value"].rstrip(_ENDS)) is not None
    return _masked_in(text, found) if is_password else text


def mask_pair(text: str) -> str:
    """Return the text with the password replaced if it is a name and a password, and no more."""
    return _masked_in(text, _PAIR.fullmatch(text))


def _masked_in(text: str, found: re.Match[str] | None) -> str:
    if found is None or _NO_PASSWORD.fullmatch(text):
        return text
    value = found["value"].rstrip(_ENDS)
    is_none = _NO_PASSWORD.fullmatch(value) or any(map(is_name, _BETWEEN.split(value)))
    return text if is_none else found["lead"] + SECRET


def is_name(word: str) -> bool:
    """Whether a word names a phone, a system or a program, or is a measure: iPhone15, 10min."""
    return _MODEL.fullmatch(word) is not None or _MEASURE.fullmatch(word) is not None


def _masked(match: re.Match[str]) -> str:
    core = match[0].strip(_ENDS)
    is_password = _MIXED.fullmatch(core) and not _NO_PASSWORD.fullmatch(core)
    return SECRET if is_password else match[0]


def _masked_near(match: re.Match[str]) -> str:
    """Hide letters with digits where a password is spoken of right before."""
    core, before = match[0].strip(_ENDS), match.string[: match.start()][-_NEARNESS:]
    is_spoken_of = _OWNED.search(before.rpartition("\n")[2]) is not None
    is_none = _NO_SECRET_LEAD.search(before) or _NO_PASSWORD.fullmatch(core) or is_name(core)
    is_password = is_spoken_of and not is_none and _LETTERS_AND_DIGITS.fullmatch(core)
    return match[0].replace(core, SECRET) if is_password else match[0]
