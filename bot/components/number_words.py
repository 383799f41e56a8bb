"""Read numbers written in words, English and Chinese."""

import re

_ONES = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: float(value)
    for value, word in zip(
        range(20, 100, 10),
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
}
_POINT = "point"
_SCALES = {
    "thousand": 1e3,
    "grand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mil": 1e6,
    "mill": 1e6,
    "mln": 1e6,
    "billion": 1e9,
}
# A number does not begin with one of these: "a grand piano", "k".
_COLLOQUIAL = {"grand", "k", "mil", "mill", "mln"}
_FRACTIONS = {"half": 0.5, "quarter": 0.25}
_CHINESE_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_CHINESE_DIGITS["两"] = 2
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1_000}
_CHINESE_TENS = {"廿": 20, "卅": 30}
# "About": 二十多万 and 百来万 are read as the round number.
_CHINESE_ABOUT = str.maketrans("", "", "多来余个")
FORMAL_NUMERALS = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟", "零一二三四五六七八九十百千")
_CHINESE_SCALES = (("亿", 1e8), ("万", 1e4))


def english_number(words: str) -> float | None:
    """Return the number that English words name, or nothing when they name none."""
    fillers = ("", "a", "an", "and", "of")
    tokens = [token for token in re.split(r"[\s-]+", words.lower()) if token not in fillers]
    numerals = _ONES.keys() | _TENS.keys() | _SCALES.keys()
    if not tokens or tokens[0] in _COLLOQUIAL or numerals.isdisjoint(tokens):
        return None
    if _POINT in tokens:
        return _decimal(tokens)
    total, current = 0.0, 0.0
    for word in tokens:
        if word in _SCALES:
            total, current = total + (current or 1.0) * _SCALES[word], 0.0
        elif word == "hundred":
            current = (current or 1.0) * 100
        elif word in _FRACTIONS:
            current += _FRACTIONS[word]
        elif word == "quarters":
            current *= _FRACTIONS["quarter"]
        elif word in _TENS and 0 < current < 10:
            current = current * 100 + _TENS[word]  # "two fifty" leaves out the hundred
        else:
            current += _ONES.get(word, _TENS.get(word, 0.0))
    return total + current


def _decimal(tokens: list[str]) -> float | None:
    """Read "one point two million"."""
    at = tokens.index(_POINT)
    whole = english_number(" ".join(tokens[:at])) or 0.0
    decimals = [_ONES[token] for token in tokens[at + 1 :] if token in _ONES]
    scale = 1.0
    for token in tokens[at + 1 :]:
        scale *= _SCALES.get(token, 1.0)
    fraction = float("0." + "".join(str(int(digit)) for digit in decimals)) if decimals else 0.0
    return (whole + fraction) * scale


def chinese_number(text: str) -> float | None:
    """Return the number that Chinese numerals name, or nothing when they name none."""
    if "几" in text or not text.strip("点半"):
        return None
    if text == "半个亿":
        return 0.5e8
    text = text.translate(_CHINESE_ABOUT)
    for scale, value in _CHINESE_SCALES:
        if scale in text:
            return _split_at(text, scale, value)
    return _below_ten_thousand(text)


def _split_at(text: str, scale: str, value: float) -> float | None:
    """Read what stands before and after the last 亿 or 万."""
    before, after = text.rsplit(scale, 1)
    head = chinese_number(before) if before else 1.0
    if head is None:
        return None
    if after == "半":
        return (head + 0.5) * value
    if len(after) == 1 and after in _CHINESE_DIGITS:
        # "三万五" leaves out the next smaller unit.
        return head * value + _CHINESE_DIGITS[after] * value / 10
    tail = chinese_number(after) if after else 0.0
    return None if tail is None else head * value + tail


def _below_ten_thousand(text: str) -> float | None:
    whole, _, decimals = text.partition("点")
    total, digit = 0.0, None
    unit_before = 0
    for character in whole:
        if character in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[character]
        elif character in _CHINESE_TENS:
            total += _CHINESE_TENS[character]
        elif character in _CHINESE_UNITS:
            unit_before = _CHINESE_UNITS[character]
            total += (1 if digit is None else digit) * unit_before
            digit = None
        else:
            return None
    if digit is not None:
        is_short = unit_before > 10 and len(whole) > 1 and "零" not in whole
        total += digit * (unit_before / 10 if is_short else 1)
    if decimals:
        if any(character not in _CHINESE_DIGITS for character in decimals):
            return None
        total += float("0." + "".join(str(_CHINESE_DIGITS[one]) for one in decimals))
    return total
