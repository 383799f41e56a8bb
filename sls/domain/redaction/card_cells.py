"""Cells of a security code card: three letters and digits, two of them typed as one word of six.

A cell is short and looks like much else (2FA, S24), so its index or its card must stand beside it,
or two of them make the whole message.
"""

import re

from sls.domain.redaction.hidden_signs import SECRET

_MIXED = r"(?:(?=[A-Z0-9]{0,2}\d)(?=[A-Z0-9]{0,2}[A-Z])[A-Z0-9]{3})"
_NO_CELL = (
    r"(?!(?:2fa|3ds|m2f|24h|48h|\d{1,2}(?:st|nd|rd|th|am|pm|gb|mb|tb|ms|[xgkmhsd]))"
    r"(?![A-Za-z0-9]))"
)
_ALONE = r"(?![A-Za-z0-9])"
_CELL = rf"{_NO_CELL}{_MIXED}{_ALONE}"
_SIX = r"(?:(?=[A-Z0-9]{0,5}\d[A-Z])(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{6}" + _ALONE + ")"
_IS = r"\s?(?:is|was|says|reads|=|:|->|→|是|为|為|係|对应|對應|对|對)\s?"
# "Index 12 = A7K", 第12格是A7K, "12 is A7K": with the word for its place, any three signs do.
_PLACED = re.compile(
    rf"(?P<before>(?:\b(?:index|cell|row|position|number|no\.?)|#|编号|編號|序号|序號|索引号?|索引號?|第)\s?\d{{1,3}}"
    rf"\s?[格号號个個项項位]?{_IS})(?P<value>(?-i:{_NO_CELL}[A-Z0-9]{{3}}{_ALONE})|{_CELL})"
    rf"|(?P<number>(?<![A-Za-z0-9.])\d{{1,3}}{_IS})(?P<cell>{_CELL})",
    re.IGNORECASE,
)
_ON_CARD = re.compile(
    rf"(?P<before>(?:\bcard(?:\scodes?)?|\bcodes|卡片?|代[码碼])\s?(?:上|上面)?(?:的)?(?:代码|代碼|显示|顯示|写着|寫著)?"
    rf"(?:\s?(?:is|says?|shows?|reads?|has|are|gives?|codes?|:|=|是|有|係)){{0,2}}[\s\"“]{{0,2}})"
    rf"(?P<value>{_CELL}(?:\s?(?:and|,|和|/|-)?\s?{_CELL})?|{_SIX})",
    re.IGNORECASE,
)
_TYPED = re.compile(
    rf"(?P<before>\b(?:entered|typed|enter|type|typing)\s(?:in\s)?|输入了?|輸入咗?|填了?|打了?|打咗|入咗)(?P<value>(?-i:{_SIX}))",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?:{_CELL}[\s,/\-]{{1,3}}(?:and\s)?{_CELL}|{_SIX}"
    rf"|{_NO_CELL}"
    r"(?-i:(?!2FA|\dGB|\dTB|\dMB|3DS)(?:[A-Z]\d[A-Z]|\d[A-Z][A-Z])))[.!?]{0,2}",
    re.IGNORECASE,
)


def mask_cells(text: str) -> str:
    """Return the text with the cells that their index or their card stands beside replaced."""
    for pattern in (_PLACED, _ON_CARD, _TYPED):
        text = pattern.sub(lambda match: _before(match) + SECRET, text)
    return text


def mask_lone_cells(text: str) -> str:
    """Return the text replaced if it is cells and nothing else."""
    return SECRET if _WHOLE.fullmatch(text) else text


def _before(match: re.Match[str]) -> str:
    return match["before"] or match.groupdict().get("number") or ""
