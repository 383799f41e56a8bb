"""Digits in words, as people dictate them: "four oh double two", 四零二, 两个七, "forty-two"."""

import re

_CHINESE = {
    char: str(value)
    for ten in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖")
    for value, char in enumerate(ten)
} | {"幺": "1", "两": "2", "兩": "2", "貮": "2", "叄": "3"}
# How digits are said over a bad line, and 么 for 幺: only among other digits.
_CHINESE_AMONG = {"么": "1", "麼": "1", "洞": "0", "拐": "7", "勾": "9"}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH = {word: str(value) for value, word in enumerate(_WORDS)} | dict.fromkeys(
    ("oh", "o", "nought", "naught"), "0"
)
_TEENS = {
    word: str(value)
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        start=10,
    )
}
_TENS = {
    word: str(value)
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_TIMES = {"triple": 3, "treble": 3, "三": 3}  # what else repeats a digit does so twice

_CHAR = f"[{''.join(_CHINESE)}]"
_ANY_CHAR = f"[{''.join([*_CHINESE, *_CHINESE_AMONG])}]"
_NO_COUNT = rf"(?![个個]{_CHAR})"  # 两个九 is 99
_WORD = f"(?:{'|'.join(_ENGLISH)})"
SPOKEN_DIGIT = f"(?:{_CHAR}|{_WORD})"
_DIGIT = re.compile(f"{_ANY_CHAR}|{_WORD}", re.IGNORECASE)
_BEGINS, _ENDS = r"(?<![A-Za-z'’])", r"(?![A-Za-z])"
# 星期一二三 are days.
_NO_DAY = r"(?<![周週])(?<!星期)(?<!礼拜)(?<!禮拜)"
SPOKEN = (
    rf"(?P<twice>[两兩三][个個]|[双雙])(?P<chinese>{_CHAR})(?![十百千万萬亿])"
    rf"|{_NO_DAY}(?P<chars>(?![么麼])(?:{_ANY_CHAR}{_NO_COUNT}){{4,32}}|(?:{_CHAR}{_NO_COUNT}){{1,3}})"
    rf"|{_BEGINS}(?P<times>double|triple|treble)[\s\-]?(?P<english>{_WORD}){_ENDS}"
    rf"|{_BEGINS}(?P<words>{_WORD}{{1,24}}){_ENDS}"
    rf"|{_BEGINS}(?P<teen>{'|'.join(_TEENS)}){_ENDS}"
    rf"|{_BEGINS}(?P<ten>{'|'.join(_TENS)})(?:[\s\-]?(?P<unit>{'|'.join(_WORDS[1:])}))?{_ENDS}"
)
# A number in words, of two at least: "four thousand eight hundred and twenty six", 四千八百.
_ANY_WORD = f"(?:{'|'.join([*_TEENS, *_TENS, *_ENGLISH])}|hundred|thousand|double|triple)"
NUMBER = (
    rf"(?:[{''.join(_CHINESE)}十百千廿]{{2,24}}"
    rf"|{_ANY_WORD}(?:[\s\-,]{{0,3}}(?:and\s)?{_ANY_WORD}){{1,24}}{_ENDS})"
)


def spoken_digits(match: re.Match[str]) -> str:
    """Return the digits that a match of SPOKEN says: "oh two" is 02, "forty-two" 42."""
    if match["teen"] or match["ten"]:
        word, unit = (match["teen"] or match["ten"]).casefold(), match["unit"]
        return _TEENS.get(word) or _TENS[word] + (_value(unit) if unit else "0")
    repeated = match["chinese"] or match["english"]
    if repeated:
        times = (match["twice"] or match["times"]).casefold()
        return _value(repeated) * _TIMES.get(times[:6], _TIMES.get(times[:1], 2))
    return "".join(map(_value, _DIGIT.findall(match["chars"] or match["words"])))


def _value(digit: str) -> str:
    return ({**_CHINESE, **_CHINESE_AMONG} | _ENGLISH)[digit.casefold()]
