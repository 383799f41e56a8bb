"""Numbers as the words a voice can be trusted with, English and Chinese."""

from sls.domain.languages import CHINESE

_ENGLISH_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_CHINESE_ONES = "零一二三四五六七八九"
_CHINESE_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_CHINESE_SCALES = ((10**8, "亿"), (10**4, "万"))


def cardinal(number: int, language: str) -> str:
    """Return how many, in words."""
    if language != CHINESE:
        return _english(number)
    words = _chinese(number)
    return words[1:] if words.startswith("一十") else words  # ten, not one ten


def ordinal(number: int) -> str:
    """Return the English word for a place in an order, as dates have it."""
    head, hyphen, last = _english(number).rpartition("-")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return head + hyphen + last


def digit_by_digit(digits: str, language: str) -> str:
    """Return each digit as a word; 1 is yao in Chinese, to be told from 7 on the phone."""
    if language == CHINESE:
        return fraction(digits, language).replace("一", "幺")
    return " ".join(_ENGLISH_ONES[int(each)] for each in digits)


def fraction(digits: str, language: str) -> str:
    """Return the digits after a point, or of a year."""
    if language == CHINESE:
        return "".join(_CHINESE_ONES[int(each)] for each in digits)
    return digit_by_digit(digits, language)


def _english(number: int) -> str:
    for scale, name in _ENGLISH_SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            return f"{_english(many)} {name}" + (f" {_english(rest)}" if rest else "")
    if number < len(_ENGLISH_ONES):
        return _ENGLISH_ONES[number]
    tens, ones = divmod(number, 10)
    return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH_ONES[ones]}" if ones else "")


def _chinese(number: int) -> str:
    for scale, name in _CHINESE_SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            head = "两" if many == 2 else _chinese(many)
            gap = "零" if 0 < rest < scale // 10 else ""
            return head + name + gap + (_chinese(rest) if rest else "")
    return _chinese_below_a_myriad(number)


def _chinese_below_a_myriad(number: int) -> str:
    words, rest = "", number
    for scale, name in _CHINESE_UNITS:
        many, rest = divmod(rest, scale)
        if many:
            gap = "零" if words and not words.endswith(_unit_above(scale)) else ""
            digit = "两" if many == 2 and scale == 1000 else _CHINESE_ONES[many]
            words += gap + digit + name
    if rest or not words:
        gap = "零" if words and not words.endswith("十") else ""
        words += gap + _CHINESE_ONES[rest]
    return words


def _unit_above(scale: int) -> str:
    return {100: "千", 10: "百"}.get(scale, "")
