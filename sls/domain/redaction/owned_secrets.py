"""Secrets before their names: "hunter2 is my password", "I use ... as my PIN", 用…当密码.

Anchored at a word's start and bounded, so that a long run of letters costs nothing.
"""

import re

from sls.domain.redaction.complaints import is_plain
from sls.domain.redaction.hidden_signs import SECRET
from sls.domain.redaction.likely_passwords import is_name
from sls.domain.redaction.secret_looks import ENDS, LOOKS, is_hidden
from sls.domain.redaction.secret_names import NAME, OWNED

_STARTS = r"(?<![^\s。、,;:(\"“「【])"
_WHOLE = r"(?![A-Za-z0-9])"
_MY = r"(?:my|the|our|我的|我嘅|我個|我个|我)"
_KIND = r"(?:(?:old|new|current|login|ibkr|account|online|first|last)\s|[登新旧舊]录?的?){0,2}"
_IS = r"(?:is|was|(?:呢[个個])?就?(?:是|係|系))"
_NO_THING = r"(?!\s(?:program|page|field|manager|reset|problem|issue))"
_USED = (
    r"\b(?:use|used|using|typed?|enter(?:ed)?|tr(?:y|ied)|put|have|set|with|login)(?:\sin)?\s|用"
)
_AS = (
    rf"\s(?:as|for|in|into|at)\s(?:a\s|my\s|the\s|an\s)?{_KIND}{NAME}"
    rf"|\s?(?:当|當|做|作|为|為|登){{1,2}}.{{0,4}}{NAME}"
)
# "I keep typing hunter22 but it says wrong password"
_TYPED = (
    r"\b(?:typ(?:e|ed|ing)|enter(?:ed|ing)?|try(?:ing)?|tried|put(?:ting)?)\s(?:in\s)?|输入?了?的?是?"
    r"|輸入?咗?嘅?係?|打[了咗]?的?是?|填了?的?是?|试了?|試咗?"
)
_THEN = rf"[^\n]{{1,40}}{OWNED}"
_IS_ONE = "|".join(
    (
        rf"(?:\s(?:or|and)\s[!-~]{{4,64}})?\s{{0,3}}{_IS}\s{{0,3}}{_MY}?\s{{0,3}}{_KIND}{NAME}",
        rf"\s{{0,3}}\(\s?{_MY}\s?{NAME}",
        rf"\s{{0,3}}(?:<-|<=|←|👈)\s{{0,3}}{_MY}?\s{{0,3}}{NAME}",
        rf"(?:[^.\n]{{0,40}})\sas\s(?:(?:my|the|a)\s)?{NAME}",
        rf"\s(?:the|my)\s(?:right|correct|real|actual)\s{NAME}",
    )
)

_PATTERNS = tuple(
    re.compile(rf"{before}(?P<value>{value})(?=(?P<after>{after}))", re.IGNORECASE)
    for before, value, after in (
        # Whose it is says that it is one: it may be any word.
        (
            _STARTS,
            r"[^\s。、]{1,64}?",
            rf"\s{{0,3}}{_IS}\s{{0,3}}{_MY}\s{{0,3}}{_KIND}{OWNED}{_NO_THING}",
        ),
        (rf"(?:{_USED})", rf"{LOOKS}[!-~]{{4,64}}?{_WHOLE}", _AS),
        (rf"(?:{_TYPED})", rf"(?=[!-~]{{0,64}}\d){LOOKS}[!-~]{{5,64}}?{_WHOLE}", _THEN),
        (_STARTS, rf"(?=[!-~]{{0,16}}\d)[!-~]{{4,64}}?{_WHOLE}", _IS_ONE),
    )
)


def mask_owned(text: str) -> str:
    """Return the text with every value that is said to be somebody's secret replaced."""
    for pattern in _PATTERNS:
        text = pattern.sub(_masked, text)
    return text


def _masked(match: re.Match[str]) -> str:
    value, after = match["value"], match["after"].lstrip()
    begins_anew = value[-1] in ENDS and after[0].isupper()  # "I see the gear. Is the PIN there?"
    if begins_anew or is_plain(value, -1) or is_name(value) or is_hidden(value):
        return match[0]
    return match[0].removesuffix(value) + SECRET
