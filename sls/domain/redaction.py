"""Secrets never enter the conversation: mask them before a text is stored or understood.

Wrongly masked costs a question, wrongly kept is a breach: in doubt mask (design 5.7).
"""

import re
import unicodedata
from dataclasses import dataclass

from sls.domain.digit_runs import CARD, CODE, GAP, LENGTHS, mask_digits, starts_amount

SECRET = "[secret]"  # noqa: S105 - what stands in its place
__all__ = ["CARD", "CODE", "SECRET", "Masked", "fold", "mask"]

_CHINESE_DIGIT = "[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两]"
_ENGLISH_DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine|oh)"
_SPOKEN = re.compile(
    rf"{_CHINESE_DIGIT}(?:{GAP}{_CHINESE_DIGIT}){{3,}}"
    rf"|\b{_ENGLISH_DIGIT}(?:{GAP}{_ENGLISH_DIGIT}){{3,}}\b",
    re.IGNORECASE,
)
_SPOKEN_DIGIT = re.compile(rf"{_CHINESE_DIGIT}|{_ENGLISH_DIGIT}", re.IGNORECASE)

_NAME = (
    r"(?:(?<![A-Za-z])(?:pass\s?words?|pass\s?codes?|pass\s?phrases?|passwd|pwd?|pw|pins?(?:\s?code|\s?码)?|"
    r"(?:security|sms|login|auth\w*|verification|one[- ]time)?\s?codes?)|"
    r"密\s?码|口令|验\s?证\s?码|驗證碼|密碼|安全代码|安全码|动态码|激活码)"
)
_LINK = (
    r"(?:\s*(?:(?:is|was|are)(?=[\s:])|=|:|是(?!否|不是)|为(?!什么|何)|為|就是|叫)\s*:?\s*"
    r"|\s*-\s*(?=\S*\d)"
    # Without a word between them, what follows must look like a secret: a digit in it.
    r"|\s+(?=\S*\d)(?=\S{4})|(?=[A-Za-z0-9]*\d))"
)
_VALUE = rf"(?:\d(?:{GAP}\d){{3,}}|{_SPOKEN.pattern}|[^\s,.!?;，。！？；、]+)"
_OWNED_NAME = r"(?:pass\s?(?:word|code|phrase)|passwd|pwd|pw|pin(?:\s?code)?|密码|密碼|口令|PIN码)"
# The other way round: "hunter2 is my password".
_WORD_END = r"\s,.!?;，。！？；、"
# Anchored at a word's start and bounded, so that a long run of letters costs nothing.
_OWNED = re.compile(
    rf"(?<![^{_WORD_END}])(?P<value>[^{_WORD_END}]{{1,64}}?)"
    rf"(?P<after>\s{{0,3}}(?:is|was|是|就是)\s{{0,3}}(?:my|the|我的)\s{{0,3}}{_OWNED_NAME})",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?P<before>{_NAME}{_LINK})(?P<value>{_VALUE})", re.IGNORECASE)
_TOKEN = re.compile(r"\[\w+\]")
# Words that follow "password is" or "code is" in a complaint and are no secret.
_PLAIN = re.compile(
    r"(?:not|no|never|that|this|here|there|he|she|they|who|which|wrong|right|correct|incorrect|invalid|expired|late|missing|gone|lost|locked|"
    r"blocked|being|still|always|too|the|a|an|my|in|on|it|what|where|how|why|sent|asked|required|"
    r"needed|forgotten|working|arriving|coming|delayed|"
    r"不.*|没.*|错.*|什么.*|多少.*|多久.*|怎么.*|哪.*|无效.*|过期.*|对的.*|正确.*|忘.*|几位.*|"
    r"在.*|要.*|必.*|被.*|收.*|发.*|通过.*|用.*|有.*|啥.*|甚.*|如何.*|为何.*|谁.*|老.*|总.*|一直.*)",
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
    return "".join(char for char in folded if char in "\n\t" or _is_visible(char)).strip()


def mask(text: str, expects_amount: bool = False) -> Masked:
    """Return the folded text with passwords, PINs, codes and card numbers replaced by tokens.

    Args:
        expects_amount: the open question asks for an amount, so bare numbers are kept.
    """
    folded = fold(text)
    masked = _NAMED.sub(_mask_named, _OWNED.sub(_mask_owned, folded))
    masked = mask_digits(masked, are_codes_kept=expects_amount)
    if not expects_amount:
        masked = _SPOKEN.sub(_mask_spoken, masked)
    return Masked(masked, masked != folded)


def _is_visible(char: str) -> bool:
    # Cs: half a surrogate pair, which no database and no hash can take.
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def _mask_named(match: re.Match[str]) -> str:
    value = match["value"]
    if _PLAIN.fullmatch(value) or _TOKEN.match(value):
        return match[0]
    is_code = mask_digits(value, are_codes_kept=False) == CODE or _SPOKEN.fullmatch(value)
    return match["before"] + (CODE if is_code else SECRET)


def _mask_owned(match: re.Match[str]) -> str:
    is_plain = _PLAIN.fullmatch(match["value"]) or _TOKEN.match(match["value"])
    return match[0] if is_plain else SECRET + match["after"]


def _mask_spoken(match: re.Match[str]) -> str:
    if starts_amount(match.string[match.end() :]):
        return match[0]
    return CODE if len(_SPOKEN_DIGIT.findall(match[0])) in LENGTHS else match[0]
