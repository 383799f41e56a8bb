"""Secrets never enter the conversation: mask them before a text is stored or understood.

Wrongly masked costs a question, wrongly kept is a breach: in doubt mask (design 5.7).
"""

import re
import unicodedata
from dataclasses import dataclass

CODE, SECRET, CARD = "[code]", "[secret]", "[card]"

_CHINESE_DIGIT = "[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两]"
_ENGLISH_DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine|oh)"
_GAP = r"[\s\-‐-―.·,，、_/]{0,3}"

_CARD = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12,18}}(?!\d)")
_RUN = re.compile(rf"(?<![\d.,])(?<![A-Za-z])\d(?:{_GAP}\d){{3,}}(?!\d)")
_SPOKEN_ZH = re.compile(rf"{_CHINESE_DIGIT}(?:{_GAP}{_CHINESE_DIGIT}){{3,}}")
_SPOKEN_EN = re.compile(rf"\b{_ENGLISH_DIGIT}(?:{_GAP}{_ENGLISH_DIGIT}){{3,}}\b", re.IGNORECASE)
_SECRET_LENGTHS = frozenset({4, 6, 8})

_NAMED = re.compile(
    r"(?P<name>pass\s?words?|pass\s?codes?|pass\s?phrases?|pwd|pins?(?:\s?code|\s?码)?|"
    r"(?:security|sms|login|auth\w*|verification|one[- ]time)?\s?codes?|"
    r"密\s?码|口令|验\s?证\s?码|驗證碼|密碼|安全代码|安全码|动态码|激活码)"
    r"(?P<link>\s*(?:is|was|are|=|:|：|是|为|為|就是|叫)\s*[:：]?\s*|\s+(?=\S*\d)|(?=\d))"
    r"(?P<secret>[^\s，。！？；、,;!?]+)",
    re.IGNORECASE,
)
# Words that follow "password is" or "code is" in a complaint and are no secret.
_PLAIN = re.compile(
    r"(?:not|no|never|wrong|right|correct|incorrect|invalid|expired|late|missing|gone|lost|locked|"
    r"blocked|being|still|always|too|the|a|an|my|in|on|it|what|where|how|why|sent|asked|required|"
    r"needed|forgotten|working|arriving|coming|delayed|\[\w+\]|"
    r"不.*|没.*|错.*|什么.*|多少.*|多久.*|怎么.*|哪.*|无效.*|过期.*|对的.*|正确.*|忘.*|几位.*|"
    r"在.*|要.*|必.*|被.*|收.*|发.*|通过.*|用.*|有.*|啥.*|甚.*|如何.*|为何.*|谁.*|老.*|总.*|一直.*)",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"(?:[$€£¥￥]|usd|hkd|cny|rmb|eur|gbp|us\$|hk\$)\s*$", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(
    r"^\s*(?:[$€£¥￥]|[kKmM]\b|usd|hkd|cny|rmb|eur|gbp|dollars?|bucks?|yuan|million|thousand|"
    r"美元|美金|美刀|刀\b|港币|港元|元|块|万|萬|亿|億|千)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_VERSION_BEFORE = re.compile(
    r"(?:version|build|ver\.?|release|tws|ios|android|版本|版)\s*(?:号|is|是)?\s*[:：]?\s*v?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Masked:
    """A text that is safe to store, and whether anything had to be hidden."""

    text: str
    is_masked: bool


def fold(text: str) -> str:
    """Return the text in NFKC, without control characters, trimmed."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        char for char in folded if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf")
    ).strip()


def mask(text: str, expects_amount: bool = False) -> Masked:
    """Return the folded text with passwords, PINs, codes and card numbers replaced by tokens.

    Args:
        expects_amount: the open question asks for an amount, so bare numbers are kept.
    """
    folded = fold(text)
    masked = _CARD.sub(_mask_card, folded)
    if not expects_amount:
        masked = _RUN.sub(_mask_run, masked)
        masked = _SPOKEN_ZH.sub(_mask_spoken, masked)
        masked = _SPOKEN_EN.sub(_mask_spoken, masked)
    # Last, so that "code is 402 981" is one code before the word after "is" is looked at.
    masked = _NAMED.sub(_mask_named, masked)
    return Masked(masked, masked != folded)


def _mask_card(match: re.Match[str]) -> str:
    digits = [int(char) for char in match[0] if char.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    is_card = (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
    return CARD if is_card else match[0]


def _mask_named(match: re.Match[str]) -> str:
    if _PLAIN.fullmatch(match["secret"]):
        return match[0]
    return match["name"] + match["link"] + SECRET


def _mask_run(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _THOUSANDS.fullmatch(match[0]) or _AMOUNT_BEFORE.search(before):
        return match[0]
    if _AMOUNT_AFTER.match(after) or _VERSION_BEFORE.search(before):
        return match[0]
    length = sum(char.isdigit() for char in match[0])
    return CODE if length in _SECRET_LENGTHS else match[0]


def _mask_spoken(match: re.Match[str]) -> str:
    if _AMOUNT_AFTER.match(match.string[match.end() :]):
        return match[0]
    words = re.findall(rf"{_CHINESE_DIGIT}|{_ENGLISH_DIGIT}", match[0], re.IGNORECASE)
    return CODE if len(words) in _SECRET_LENGTHS else match[0]
