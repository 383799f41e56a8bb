"""Slips: messages that say next to nothing but a secret, which is hidden by now."""

import re

from sls.domain.redaction.secret_names import NAME, USER_NAME

_TOKEN = re.compile(r"\[\w+\]")
# What stands around a secret that was told and wishes nothing.
_AROUND = re.compile(
    rf"{_TOKEN.pattern}|{NAME}|(?:{USER_NAME})\s?(?:is\b|[:=]|是|为|係)?\s?[\w.\-]+|"
    r"\b(?:my|the|a|this|that|here|it|its|is|was|are|would|will|be|now|and|also|or|pass|so|ok|okay|"
    r"yes|hi|hello|sir|please|i|mean|sorry|new|old|s)\b|"
    r"您好|你好|我的|我嘅|我個|我个|我|的|嘅|这个|這個|那个|这|這|個|个|就是|是|即係|係|系|为|叫|和|还有|還有|"
    r"同埋|以及|哦|啊|呢|了|吧|好的|对|新|旧|舊|[\W_]",
    re.IGNORECASE,
)


def tells_only_secrets(masked: str) -> bool:
    """Whether a masked text says next to nothing but what was hidden: no wish, no complaint."""
    return _TOKEN.search(masked) is not None and not _AROUND.sub("", masked)
