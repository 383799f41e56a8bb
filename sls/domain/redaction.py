"""Secrets never enter the conversation: mask them before a text is stored or understood.

Wrongly masked costs a question, wrongly kept is a breach: in doubt mask (design 5.7).
"""

import re
import unicodedata
from dataclasses import dataclass

from sls.domain.digit_runs import CARD, CODE, GAP, LENGTHS, mask_digits, starts_amount
from sls.domain.likely_passwords import likely_alone, mask_likely

SECRET = "[secret]"  # noqa: S105 - what stands in its place
__all__ = ["CARD", "CODE", "SECRET", "Masked", "fold", "mask", "tells_only_secrets"]

_CHINESE_DIGIT = "[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两]"
_ENGLISH_DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine|oh)"
_SPOKEN = re.compile(
    rf"{_CHINESE_DIGIT}(?:{GAP}{_CHINESE_DIGIT}){{3,}}"
    rf"|\b{_ENGLISH_DIGIT}(?:{GAP}{_ENGLISH_DIGIT}){{3,}}\b",
    re.IGNORECASE,
)
_SPOKEN_DIGIT = re.compile(rf"{_CHINESE_DIGIT}|{_ENGLISH_DIGIT}", re.IGNORECASE)

_NAME = (
    r"(?:(?<![A-Za-z])(?:pass\s?words?|pass\s?codes?|pass\s?phrases?|passwd|pwd?|pw|pass(?=\s*[=:→]|\s(?:is|was)\s)|pins?(?:\s?code|\s?码)?|"
    r"(?:security|sms|login|auth\w*|verification|one[- ]time)?\s?codes?)|"
    r"密\s?码|口令|验\s?证\s?码|驗證碼|密\s?碼|安全代码|安全码|动态码|激活码)"
)
# What follows looks like a secret: letters with a digit or a mark among them.
_LOOKS = r"(?=\S{4})(?=\S{0,64}[A-Za-z])(?=\S{0,64}(?:\d|[!#$%^&*~@+=]\w))"
_LINK = (
    r"(?:\s*(?:(?:is|was|are)(?=[\s:])|(?:=>|->|[=:→⇒])|是(?!否|不是)|为(?!什么|何)|為|就是|叫"
    r"|[即就]?(?:係|系(?!统|統))|即是|喺\s*(?=[!-~]))\s*:?\s*"
    r"|\s*-\s*(?=\S*\d)"
    r"|(?:\s+(?:now|(?:would|will|should|could|might|may|must|used\s+to|has|to)\s+be(?:en)?|"
    r"(?:is\s+)?(?:set|changed|reset)\s+to|equals?|called)|['’]s)[\s:]\s*" + _LOOKS + "|"
    # Without a word between them, what follows must look like a secret: a digit in it.
    r"\s+(?=\S*\d)(?=\S{4})|\s+(?=\S{8})" + _LOOKS + r"|(?=[A-Za-z0-9]*\d)"
    r"|\s*(?:应该|應該|已经)?(?:[改设設换換](?:置|定)?(?:成|为|為|做)|设的是|设置的是|应该是|應該係)\s*(?=[!-~])"
    + _LOOKS
    + r"|(?<=[㐀-鿿])(?=[!-~]{8})"
    + _LOOKS
    + ")"
)
_OWNED_NAME = r"(?:pass\s?(?:word|code|phrase)|passwd|pwd|pw|pin(?:\s?code)?|密码|密碼|口令|PIN码)"
# "User alice pass tulip-9", "set my password to tulip-9": only where what looks like one follows.
_IN_PASSING = (
    r"(?<![A-Za-z])(?:pass|psw|psd)\s+(?=\S{6})"
    + _LOOKS
    + r"|\b(?:set|changed?|reset|made?|make)\s+"
    rf"(?:my|the)\s+{_OWNED_NAME}\s+(?:in)?to\s+" + _LOOKS
)
# A value ends at a blank and at Chinese punctuation; NFKC has made "，" a comma, so a comma ends
# it too where Chinese or another secret's name goes on.
_STOP = rf"[。、…《》「」“”【】]|[,;]+(?:[㐀-鿿]|(?:my\s|and\s|the\s)?{_NAME})"
_CODE_VALUE = rf"(?:\d(?:{GAP}\d){{3,}}|{_SPOKEN.pattern})(?![,.!?;]*[A-Za-z0-9!#$%^&*~@+=_])"
_VALUE = rf"(?:[\"“][^\"“”\n]{{1,64}}[\"”]|{_CODE_VALUE}|(?:(?!{_STOP})\S)+)"
# The other way round: "hunter2 is my password". Anchored at a word's start and bounded, so that a
# long run of letters costs nothing.
_OWNED = re.compile(
    rf"(?<![^\s。、])(?P<value>[^\s。、]{{1,64}}?)"
    rf"(?P<after>\s{{0,3}}(?:is|was|是|就是|係|系)\s{{0,3}}(?:my|the|我的|我嘅|我個|我个)\s{{0,3}}{_OWNED_NAME})",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?P<before>{_NAME}{_LINK}|{_IN_PASSING})(?P<value>{_VALUE})", re.IGNORECASE)
_ENDS = ",.!?;:"
_BETWEEN = re.compile(rf"[{_ENDS}\"“”]+")
_LETTERS = re.compile(r"[A-Za-z'’]{2,}|[㐀-鿿]+")
_TOKEN = re.compile(r"\[\w+\]")
# Words that follow "password is" or "code is" in a complaint and are no secret.
_PLAIN = re.compile(
    r"(?:not|no|never|that|this|here|there|he|she|they|who|which|wrong|right|correct|incorrect|invalid|expired|late|missing|gone|lost|locked|"
    r"blocked|being|still|always|too|the|a|an|my|in|on|it|what|where|how|why|sent|asked|required|"
    r"needed|forgotten|fine|ok|okay|valid|void|accepted|changed|shown|refused|rejected|working|arriving|coming|delayed|"
    r"咩.*|乜.*|[邊边].*|咪.*|唔.*|[點点].*|冇.*|嘅|[幾几].*|"
    r"不.*|没.*|错.*|什么.*|多少.*|多久.*|怎么.*|哪.*|无效.*|过期.*|对的.*|正确.*|忘.*|几位.*|"
    r"\d{1,2}|记.*|想.*|"
    r"在.*|要.*|必.*|被.*|收.*|发.*|通过.*|用.*|有.*|啥.*|甚.*|如何.*|为何.*|谁.*|老.*|总.*|一直.*)",
    re.IGNORECASE,
)


# What stands around a secret that was told and wishes nothing.
_AROUND = re.compile(
    rf"{_TOKEN.pattern}|{_NAME}|\b(?:user\s?(?:name|id)?|login)\b\s*(?:is\b|[:=])?\s*[\w.\-]+|"
    r"(?:用户名|用戶名|账号|帳號)\s*(?:是|为|係|[:=])?\s*[\w.\-]+|"
    r"\b(?:my|the|a|this|that|here|it|its|is|was|are|would|will|be|now|and|also|or|pass|so|ok|okay|"
    r"yes|hi|hello|sir|please|i|mean|sorry|new|old|s)\b|"
    r"您好|你好|我的|我嘅|我個|我个|我|的|嘅|这个|這個|那个|这|這|個|个|就是|是|即係|係|系|为|叫|和|还有|還有|"
    r"同埋|以及|哦|啊|呢|了|吧|好的|对|新|旧|舊|[\W_]",
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


def mask(text: str, expects_amount: bool = False, expects_username: bool = False) -> Masked:
    """Return the folded text with passwords, PINs, codes and card numbers replaced by tokens.

    Args:
        expects_amount: the open question asks for an amount, so bare numbers are kept.
        expects_username: it asks for a user name, so "JackChen88" alone is kept.
    """
    folded = fold(text)
    masked = _NAMED.sub(_mask_named, _OWNED.sub(_mask_owned, folded))
    masked = mask_likely(masked, SECRET)
    alone = None if expects_username else likely_alone(masked)
    if alone is not None:
        masked = alone["lead"] + SECRET
    masked = mask_digits(masked, are_codes_kept=expects_amount)
    if not expects_amount:
        masked = _SPOKEN.sub(_mask_spoken, masked)
    return Masked(masked, masked != folded)


def tells_only_secrets(masked: str) -> bool:
    """Whether a masked text says next to nothing but what was hidden: no wish, no complaint."""
    return _TOKEN.search(masked) is not None and not _AROUND.sub("", masked)


def _is_visible(char: str) -> bool:
    # Cs: half a surrogate pair, which no database and no hash can take.
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def _mask_named(match: re.Match[str]) -> str:
    value = match["value"]
    if _is_plain(value, 0) or _TOKEN.match(value):
        return match[0]
    digits = value.rstrip(_ENDS)
    is_code = mask_digits(digits, are_codes_kept=False) == CODE or _SPOKEN.fullmatch(digits)
    return match["before"] + (CODE if is_code else SECRET)


def _mask_owned(match: re.Match[str]) -> str:
    value, after = match["value"], match["after"].lstrip()
    begins_anew = value[-1] in _ENDS and after[0].isupper()  # "I see the gear. Is the PIN there?"
    if begins_anew or _is_plain(value, -1) or _TOKEN.match(value):
        return match[0]
    return SECRET + match["after"]


def _is_plain(value: str, beside: int) -> bool:
    """Whether a value is words of a complaint: the one beside the name is, the rest are letters."""
    words = [each for each in _BETWEEN.split(value) if each]
    if not words:
        return True
    rest = words[1:] if beside == 0 else words[:-1]
    return _PLAIN.fullmatch(words[beside]) is not None and all(map(_LETTERS.fullmatch, rest))


def _mask_spoken(match: re.Match[str]) -> str:
    if starts_amount(match.string[match.end() :]):
        return match[0]
    return CODE if len(_SPOKEN_DIGIT.findall(match[0])) in LENGTHS else match[0]
