"""Bare errors: the number of an error, and nothing of what was being done when it appeared.

Understanding takes "error 1032" for somebody else's business. We have no list of such numbers.
"""

import re

from sls.domain.cries import says_nothing_but

_LONGEST = 80
_ERROR = re.compile(
    r"\b(?:error|err|fault|exception)(?: ?(?:codes?|numbers?|no\.?|messages?|msg))?[\s:#：]*"
    r"\(?[a-z]{0,4}[-_ ]?\d{2,6}\b\)?"
    r"|(?:[错錯][误誤]|[报報][错錯]|出[错錯]|[异異]常|故障)(?:代?[码碼]|代[号號]|编号|編號|信息|提示)?"
    r"[\s:：是为為]*[a-z]{0,4}[-_ ]?\d{2,6}|\d{3,6} ?(?:error|[错錯][误誤]|[报報][错錯])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:i|it|its|is|am|im|my|me|the|a|an|this|that|what|why|says?|shows?|showing|gives?|giving"
    r"|gets?|got|getting|have|keeps?|just|again|always|and|does|do|did|mean|means|there|here|on|in"
    r"|with|screen|system|page|please|pls|help|hi|hello|hey|code|number|popp?ed|up|comes?|came)\b"
    r"|[我你您这這那个個了的是係啊呀呢吗嗎吧么麼有在上又也就都着著请請问問]|[怎什甚咩][么麼]?|一直|[总總]是?|老是|不停"
    r"|[显顯]示|提示|出[现現]|出[来來]|[弹彈跳]|[屏画畫]幕?面?|[页頁]面|系[统統]|服[务務]器|意思|[办辦]|[点點]解",
    re.IGNORECASE,
)


def is_bare_error(text: str) -> bool:
    """Whether the words tell the number of an error, and of no matter that it belongs to."""
    return len(text) <= _LONGEST and says_nothing_but(_ERROR, _BESIDE, text)
