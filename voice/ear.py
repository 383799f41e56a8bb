"""Words for the ear: a text of the catalogues as a synthetic voice says it well.

The catalogues are written to be read. Here brackets and quotes go, paths of menus become steps,
and letters, addresses and numbers become words: no voice can be trusted with `DSC+`,
`USD 1,500,000` or `ibkr.com/support`.
"""

import re

from sls.domain.languages import CHINESE, ENGLISH
from voice.figures import tell_figures
from voice.numerals import digit_by_digit
from voice.tongues import Tongue

# Words in capitals that are said as words though they are short, and those said letter by letter
# though they are long; of all others the short ones are spelled.
_SAID = frozenset("ADD ALL GET IN LAN NEW NO NOT OFF ON OPT OR OUT PIN WAN YES YOU".split())
_SPELLED = frozenset("IBKR OTCBB".split())
_LONGEST_SPELLED = 3
_A, _Z = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"  # \b takes a Chinese character for a letter
# Names that no rule gets right: names with a figure in them, and what is said otherwise.
_NAMES = (
    (re.compile(rf"{_A}CHALLNG{_Z}"), {ENGLISH: "challenge", CHINESE: "challenge"}),
    (re.compile(rf"{_A}iOS{_Z}"), {ENGLISH: "i O S", CHINESE: "i O S"}),
    (re.compile(rf"{_A}M2FS{_Z}"), {ENGLISH: "M two F S", CHINESE: "M 二 F S"}),
    (re.compile(rf"{_A}F(\d{{1,2}}){_Z}"), {ENGLISH: r"F \1", CHINESE: r"F \1"}),
    (re.compile(rf"{_A}IPv(\d){_Z}"), {ENGLISH: r"I P v \1", CHINESE: r"I P v \1"}),
    (re.compile(r"\b360(?= Mobile|手机)"), {ENGLISH: "three sixty", CHINESE: "三六零"}),
    (re.compile(rf"{_A}PIN(?=码)"), {ENGLISH: "pin", CHINESE: "P I N "}),
)
_CAPITALS = re.compile(r"(?<![A-Za-z])([A-Z]{2,})(s?)(?![A-Za-z])")
_ENDS = "com|org|net|io|hk|cn"
_ADDRESS = re.compile(
    rf"(?:https?://)?(?:[\w.-]+@)?(?:[a-z0-9-]+\.)+(?:{_ENDS})\b(?:/[\w-]+)*", re.ASCII
)
_PHONE = re.compile(r"\+(\d{1,3})((?:[ -]?(?:\d+|[•*]+))+)")
_PATH = re.compile(r"\s+[>\u203a\u2192]\s+")
_LIST_MARK = re.compile(r"^\s*[-•–*]\s+", re.MULTILINE)
_BROKEN_LINE = re.compile(r"(?<=[.?:;,。？：；，、])[ \t]*\n\s*")
_QUOTES = re.compile(r"[“”\"\u2018「」『』《》`]|(?<!\w)['’]|['’](?!\w)")
_BRACKETS = re.compile(r"\s*[(（\[【]\s*|\s*[)）\]】]\s*")
_DASHES = re.compile(r"\s*[—–]+\s*(?!\d)|\s+-\s+(?!\d)")
_UNSPEAKABLE = re.compile(r"[^A-Za-z0-9\u4e00-\u9fff ,.?:;'，。？：；、-]")
_PAUSES = {
    ",": 1,
    "，": 1,
    "、": 1,
    ";": 2,
    "；": 2,
    ":": 2,
    "：": 2,
    ".": 3,
    "。": 3,
    "?": 4,
    "？": 4,
}
_SEVERAL_PAUSES = re.compile(r"[,.?:;，。？：；、](?:\s*[,.?:;，。？：；、])+")


def for_the_ear(text: str, tongue: Tongue) -> str:
    """Return a text as it is to be said: nothing is left but words and pauses."""
    text = _without_layout(text, tongue)
    text = _ADDRESS.sub(lambda match: _address(match[0], tongue), text)
    text = _PHONE.sub(lambda match: _phone(match[1], match[2], tongue), text)
    text = _named(text, tongue)
    text = tell_figures(text, tongue)
    return _with_breath(_without_signs(text, tongue), tongue)


def _without_layout(text: str, tongue: Tongue) -> str:
    """Turn what the eye needs, lines, brackets, quotes and arrows, into pauses or nothing."""
    text = _BROKEN_LINE.sub(" ", _LIST_MARK.sub("", text.strip()))
    text = re.sub(r"\s*\n\s*", tongue.stop, text)
    text = _PATH.sub(f"{tongue.comma}{tongue.then} ", text)
    text = _DASHES.sub(tongue.comma, _BRACKETS.sub(tongue.comma, text))
    text = re.sub(r"”\s*“", tongue.comma, text)
    return _QUOTES.sub("", text).replace("’", "'").replace("…", tongue.stop)


def _address(address: str, tongue: Tongue) -> str:
    words = re.sub(r"^https?://", "", address)
    words = re.sub(r"\bibkr\b", "I B K R", words)
    for sign, word in ((".", tongue.dot), ("/", tongue.slash), ("@", tongue.at)):
        words = words.replace(sign, f" {word} ")
    return words.replace("-", f" {tongue.dash} ").replace("_", " ")


def _phone(country: str, number: str, tongue: Tongue) -> str:
    """Tell a number digit by digit; of a masked one only its end, for the rest says nothing."""
    shown = re.findall(r"\d+", number)
    if re.search(r"[•*]", number) and shown:
        return tongue.ending.format(digits=digit_by_digit(shown[-1], tongue.language))
    told = [country, *shown] if re.search(r"[ -]", number) else _in_threes(country + number)
    parts = [digit_by_digit(each, tongue.language) for each in told]
    return f"{tongue.plus} {tongue.comma.join(parts)}"


def _in_threes(digits: str) -> list[str]:
    return [digits[start : start + 3] for start in range(0, len(digits), 3)]


def _named(text: str, tongue: Tongue) -> str:
    for pattern, said in _NAMES:
        text = pattern.sub(said[tongue.language], text)
    text = _CAPITALS.sub(_letters, text)
    return re.sub(r"(?<=[A-Za-z\u4e00-\u9fff])\+", f" {tongue.plus} ", text)


def _letters(match: re.Match[str]) -> str:
    word, plural = match[1], match[2]
    if word == "USD":
        return word  # told with its figure
    if word in _SPELLED or (len(word) <= _LONGEST_SPELLED and word not in _SAID):
        return " ".join(word) + plural
    return word.lower() + plural


def _without_signs(text: str, tongue: Tongue) -> str:
    text = text.replace("&", f" {tongue.both} ").replace("@", f" {tongue.at} ")
    text = text.replace("*", f" {tongue.star} ").replace("#", f" {tongue.hash} ")
    text = re.sub(r"\s*[/\uff0f|]\s*", tongue.comma, text)
    return _UNSPEAKABLE.sub(" ", text)


def _with_breath(text: str, tongue: Tongue) -> str:
    """Leave one pause where there are several, the longest, and one space where there are some."""
    text = _SEVERAL_PAUSES.sub(lambda m: max(m[0].replace(" ", ""), key=_PAUSES.__getitem__), text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" (?=[,.?:;，。？：；、])|(?<=[，。？：；、]) ", "", text)
    text = re.sub(r"(?<=[,?;:])(?=\w)|(?<=\.)(?=[A-Za-z\u4e00-\u9fff])", " ", text)
    if tongue.language == CHINESE:
        text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)
        text = re.sub(
            r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])", " ", text
        )
    return re.sub(r"^[\s,.:;，。：；、-]+|[\s,:;，：；、-]+$", "", text)
