"""Secrets that are sent in two messages: "my password is", then the password; "402", then "981".

The first half is kept by then, so it is the second that is hidden: half a code opens nothing.
"""

import re
from collections.abc import Sequence

from sls.domain.redaction.complaints import is_plain
from sls.domain.redaction.digit_runs import LENGTHS, lone_digits
from sls.domain.redaction.hidden_signs import CODE, SECRET, SIGNS, to_signs
from sls.domain.redaction.named_secrets import IS_CHINESE
from sls.domain.redaction.secret_looks import looks_secret
from sls.domain.redaction.secret_names import NAME

_HIDDEN = re.compile(rf"[{SIGNS}]\W*")
_WORD = re.compile(r"[!-~]{4,64}")
# Words that are said to an assistant in answer to anything.
_ASKING = re.compile(
    r"(?:help|agent|human|person|hello|cancel|stop|back|next|resend|repeat|again|iphone|android|phone|mobile"
    r"|email|windows|desktop|sorry|nevermind|thanks|continue|restart)\W*",
    re.IGNORECASE,
)
# "My password is": the value comes in the next message. Who asks what it is announces nothing.
_ANNOUNCES = re.compile(
    rf"[^\n]{{0,24}}?{NAME}(?:\s?(?:is|was|are|=|:)|{IS_CHINESE}){{1,2}}[\s:.…]{{0,6}}",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|which|how|where|who|whether|if|forgot|know)\b|什么|什麼|怎|哪|多少|忘|知道|[吗嗎咩乜邊点點]",
    re.IGNORECASE,
)
_HALVES = range(2, 5)


def second_half(text: str, told_before: Sequence[str]) -> str | None:
    """Return the sign that hides a text which ends a secret begun before, or None.

    Args:
        told_before: what was told before, as it was kept, newest first.
    """
    if told_before and _goes_on(lone_digits(told_before[0]), lone_digits(text)):
        return CODE
    if told_before and _HIDDEN.fullmatch(to_signs(told_before[0])) and _is_half(lone_digits(text)):
        return CODE
    # A message that is sent again finds itself there, hidden.
    earlier = next((each for each in told_before if not _HIDDEN.fullmatch(to_signs(each))), None)
    if earlier is None or not _announces(earlier) or not _WORD.fullmatch(text):
        return None
    is_answer = is_plain(text, 0) or _ASKING.fullmatch(text) is not None
    return None if is_answer and not looks_secret(text) else SECRET


def _announces(text: str) -> bool:
    return _ANNOUNCES.fullmatch(text) is not None and _ASKS.search(text) is None


def _goes_on(first: str | None, second: str | None) -> bool:
    halves = _is_half(first) and _is_half(second)
    return halves and len(first or "") + len(second or "") in LENGTHS


def _is_half(digits: str | None) -> bool:
    return digits is not None and len(digits) in _HALVES
