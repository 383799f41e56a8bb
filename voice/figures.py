"""Figures in a text as words: money, times, dates, versions, network addresses, numbers."""

import re

from sls.domain.languages import CHINESE
from voice.numerals import cardinal, digit_by_digit, fraction, ordinal
from voice.tongues import Tongue

_Match = re.Match[str]

_MONEY = re.compile(r"(?:USD|US\$|\$)\s*(\d[\d,]*\d(?:\.\d+)?|\d)")
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_NETWORK = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?!\d)", re.ASCII)
_VERSION = re.compile(r"((?:\b[Vv]ersions?|\b[Bb]uilds?|版本)\s*)(\d{3,})")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
# A code, a pick-up number, an account: figures that are no quantity.
_NO_QUANTITY = re.compile(r"(?<!\d)(?:\d{3,}(?: \d{3,})+|0\d+|\d{5,})(?!\d)")
_RANGE = re.compile(r"(?<=\d)\s*[–~\uff5e-]\s*(?=\d)")
_FRACTION = re.compile(r"(?<=[\da-z\u4e00-\u9fff])\.(\d+)")
_PERCENT = re.compile(r"(\d+)\s*[%\uff05]")
# The one digit that names a key stays one: every voice says it well.
_WHOLE = re.compile(r"(?<![Pp]ress )(?<!按)(?<!按 )\d+|\d{2,}")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DATE = re.compile(rf"\b((?:{_MONTHS})\.? )(\d{{1,2}})(?![\d:])")
_ORDINAL = re.compile(r"\b()(\d+)(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"\b(19|20)(\d{2})\b")
# Monday and nine, run together, would be heard as nineteen.
_WEEKDAY = re.compile(r"(星期[一二三四五六日]|周[一二三四五六日])\s*(?=\d)")
_CHINESE_YEAR = re.compile(r"\d{4}(?=年)")
_MEASURES = "点|天|个|次|种|台|部|小时|分钟|位|步|张|条|遍|周|封|项|家|行"
# Two of something is liang; dates and places in an order keep er.
_TWO = re.compile(rf"(?<![\d第月])2(?=\s*(?:{_MEASURES}))")


def tell_figures(text: str, tongue: Tongue) -> str:
    """Return a text in which no digit is left but the name of a key."""
    dollars = f" {tongue.dollars}"
    text = _MONEY.sub(rf"\1{dollars}", text).replace("USD", dollars)
    text = _GROUPED.sub(lambda match: _whole(match[0], tongue), text)
    text = _NETWORK.sub(lambda match: _network(match[0], tongue), text)
    text = _VERSION.sub(lambda match: match[1] + digit_by_digit(match[2], tongue.language), text)
    text = _WEEKDAY.sub(rf"\1{tongue.comma}", text)
    text = _CLOCK.sub(lambda match: _time(match, tongue), text)
    text = _PERCENT.sub(lambda match: tongue.percent.format(number=match[1]), text)
    text = (_tell_chinese if tongue.language == CHINESE else _tell_english)(text, tongue)
    text = _RANGE.sub(f" {tongue.until} ", text)
    text = _FRACTION.sub(lambda match: _after_point(match[1], tongue), text)
    return _WHOLE.sub(lambda match: _whole(match[0], tongue), text)


def _tell_english(text: str, tongue: Tongue) -> str:
    text = _ORDINAL.sub(_place, _DATE.sub(_place, text))
    text = _NO_QUANTITY.sub(lambda match: _groups(match[0], tongue), text)
    return _YEAR.sub(_english_year, text)


def _tell_chinese(text: str, tongue: Tongue) -> str:
    text = _CHINESE_YEAR.sub(lambda match: fraction(match[0], CHINESE), text)
    text = _NO_QUANTITY.sub(lambda match: _groups(match[0], tongue), text)
    return _TWO.sub("两", text)


def _time(match: _Match, tongue: Tongue) -> str:
    hour, minute = int(match[1]), int(match[2])
    if minute == 0:
        return tongue.hour.format(hour=hour)
    words = tongue.early_time if minute < 10 else tongue.time
    return words.format(hour=hour, minute=minute)


def _after_point(digits: str, tongue: Tongue) -> str:
    return f" {tongue.point} {fraction(digits, tongue.language)}"


def _place(match: _Match) -> str:
    return match[1] + ordinal(int(match[2]))


def _english_year(match: _Match) -> str:
    century, rest = int(match[1]), int(match[2])
    if rest < 10:
        return match[0]
    return f"{century} {rest}"


def _network(address: str, tongue: Tongue) -> str:
    numbers, _, length = address.partition("/")
    told = [digit_by_digit(each, tongue.language) for each in numbers.split(".")]
    words = f" {tongue.dot} ".join(told)
    return f"{words} {tongue.slash} {length}" if length else words


def _whole(number: str, tongue: Tongue) -> str:
    return cardinal(int(number.replace(",", "")), tongue.language)


def _groups(digits: str, tongue: Tongue) -> str:
    told = [digit_by_digit(each, tongue.language) for each in digits.split(" ")]
    return tongue.comma.join(told)
