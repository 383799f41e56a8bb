"""Find amounts of US dollars in folded text, in digits and in words, English and Chinese."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.components.number_words import FORMAL_NUMERALS, chinese_number, english_number


class Amount(NamedTuple):
    """A span of the text and the number of US dollars it names."""

    start: int
    end: int
    value: float


_UNITS = {
    "k": 1e3,
    "thousand": 1e3,
    "grand": 1e3,
    "千": 1e3,
    "w": 1e4,
    "万": 1e4,
    "lakh": 1e5,
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "mil": 1e6,
    "mill": 1e6,
    "mln": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"(?:us\s?\$|usd\s?\$?|\$|美元|美金)"
_CURRENCY = r"(?:us\s?dollars?|usd|u\.s\. dollars?|dollars?|bucks|us\$|\$|块?美[元金刀]|美刀|刀)"
# An amount of another currency is not an amount of US dollars.
_FOREIGN_AFTER = (
    r"(?!\s*(?:人民币|rmb|cny|块钱|元|港[币元纸]|hkd|hk\s?(?:\$|dollars?)|欧元|eur|英镑|gbp|日元|jpy|yen"
    r"|yuan|新元|新币|sgd|加元|cad|澳元|aud|pounds?|euros?|francs?|rupees?|股|shares?|%"
    r"|(?:hong\s?kong|canadian|australian|singapore|taiwan)\s+dollars?"
    r"|ago|later|things|times|questions|reasons|ways|years|people|users|customers"
    r"|[个次年天人条种位]))"
)
_FOREIGN_BEFORE = re.compile(
    r"(?<![a-z])(?:hk|s|a|c|au|sg|nt|ca)$"
    r"|(?:rmb|cny|hkd|eur|gbp|jpy|sgd|aud|cad|人民币|[港日澳台]币|[港欧日]元|英镑|[€£¥])\s?$"
)
_WORDS_EN = (
    r"(?:an?|half(?:\s+an?)?|quarters?(?:\s+of)?(?:\s+an?)?|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|grand|k|million|mill?|mln|billion|and|point|[- ])+"
)
# "about twenty" (二十来万) counts as twenty.
_ABOUT = r"[多来余](?=[百千万亿])"
# A number does not begin with 万 or 点; 千万 before another word mostly means "by all means".
_WORDS_ZH = (
    r"半个亿|(?![万亿点多来余]|千万(?!美|刀))"
    rf"(?:[零一二两三四五六七八九十廿卅百千万亿点半几]|个(?=亿)|{_ABOUT}){{2,}}"
)
_NUMBER = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s*|(?<![\d.a-z]))(?P<digits>{_DIGITS})"
    rf"(?:\s?(?:个\s?(?=亿|m|w)|[多来几余](?=[百千万亿]))?(?P<unit>(?:{_UNIT})(?!(?!usd?)[a-z])))?"
    rf"(?P<tail>[\d一二三四五六七八九][千百]?万?(?=美|刀))?(?P<after>\s*{_CURRENCY}(?![a-z]))?"
)
_FRACTION = re.compile(
    r"(?<![\d/])(?:(?P<over>\d)/(?P<under>[2-9])|(?P<whole>\d+)\s+and\s+a\s+half)"
    rf"\s+(?:of\s+)?(?:an?\s+)?(?P<unit>(?:{_UNIT})(?![a-z]))(?:\s*{_CURRENCY}(?![a-z]))?"
)
_WITHDRAWAL = re.compile(
    r"withdr|take out|taking out|cash(?:ing)? out|pull out|wire|transfer"
    r"|提[现取款出领]|出金|取[款钱出]|转[出账走]"
)
_UNITLESS_MINIMUM = 1_000


def find_amounts(text: str) -> Iterator[Amount]:
    """Yield every amount of US dollars in a folded text, left to right within each form."""
    text = text.translate(FORMAL_NUMERALS)
    is_about_withdrawal = bool(_WITHDRAWAL.search(text))
    for match in _NUMBER.finditer(text):
        value = _digit_value(text, match, is_about_withdrawal)
        if value is not None:
            yield Amount(_first(match), match.end(), value)
    yield from _fractions(text)
    yield from _in_english_words(text)
    yield from _in_chinese_words(text)


def _first(match: "re.Match[str]") -> int:
    group = "sign" if match.group("sign") else "digits"
    return match.start(group)


def _digit_value(text: str, match: "re.Match[str]", is_about_withdrawal: bool) -> float | None:
    digits, unit = match.group("digits"), match.group("unit")
    has_currency = bool(match.group("sign") or match.group("after"))
    if not has_currency and re.match(_FOREIGN_AFTER, text[match.end() :]) is None:
        return None
    if _FOREIGN_BEFORE.search(text[: _first(match)]):
        return None
    value = float(digits.replace(",", ""))
    is_bare = not (has_currency or unit or "," in digits)
    if is_bare and not (is_about_withdrawal and value >= _UNITLESS_MINIMUM):
        return None
    if unit:
        value *= _UNITS[unit]
    tail = match.group("tail")
    return value + (_tail_value(tail, unit) if tail else 0.0)


def _tail_value(tail: str, unit: str | None) -> float:
    """Read the colloquial rest of "3万5": five of the next smaller unit."""
    spelled = chinese_number(tail.translate(str.maketrans("123456789", "一二三四五六七八九")))
    if spelled is None:
        return 0.0
    return spelled if len(tail) > 1 else spelled * _UNITS.get(unit or "", 0.0) / 10


def _fractions(text: str) -> Iterator[Amount]:
    """Read "3/4 of a million" and "2 and a half million"."""
    for match in _FRACTION.finditer(text):
        whole, unit = match.group("whole"), _UNITS[match.group("unit")]
        share = (
            float(whole) + 0.5 if whole else int(match.group("over")) / int(match.group("under"))
        )
        yield Amount(match.start(), match.end(), round(share * unit, 2))


def _in_english_words(text: str) -> Iterator[Amount]:
    for match in re.finditer(
        rf"(?<![a-z])({_WORDS_EN})(?P<currency>\s*{_CURRENCY})?(?![a-z])", text
    ):
        words = match.group(1)
        value = english_number(words)
        has_currency = bool(match.group("currency"))
        if value is None or (value < _UNITLESS_MINIMUM and not has_currency):
            continue
        if not has_currency and re.match(_FOREIGN_AFTER, text[match.end() :]) is None:
            continue
        lead = len(words) - len(words.lstrip(" -"))
        yield Amount(match.start() + lead, len(text[: match.end()].rstrip(" -")), value)


def _in_chinese_words(text: str) -> Iterator[Amount]:
    for match in re.finditer(
        rf"({_WORDS_ZH}|[一二两三四五六七八九十])"
        rf"(?:个?\s?(?P<unit>(?:million|mil|m|k|w)(?![a-z])))?({_CURRENCY})?",
        text,
    ):
        value = chinese_number(match.group(1))
        if value is not None:
            value *= _UNITS.get(match.group("unit") or "", 1.0)
        has_currency = match.group(3) is not None
        if value is None or (value < _UNITLESS_MINIMUM and not has_currency):
            continue
        if not has_currency and re.match(_FOREIGN_AFTER, text[match.end() :]) is None:
            continue
        before = text[: match.start()]
        if before[-1:].isdigit() or _FOREIGN_BEFORE.search(before):
            continue
        yield Amount(match.start(), match.end(), value)
