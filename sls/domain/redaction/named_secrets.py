"""Secrets behind their names: "my password is ...", 密码是…, "PIN: ...", a password in JSON.

Between name and value stands a link. One that says what the value is (is, 是, =) lets anything
follow that is no complaint; without one, the value must look like a secret. Every repetition is
bounded, so that a message costs no more than its length.
"""

import re

from sls.domain.redaction.complaints import is_plain
from sls.domain.redaction.digit_runs import GAP, mask_digits
from sls.domain.redaction.hidden_signs import CODE, SECRET
from sls.domain.redaction.likely_passwords import is_name
from sls.domain.redaction.secret_looks import CLOSES, ENDS, LOOKS, OPENS, QUOTES, is_hidden
from sls.domain.redaction.secret_names import (
    CARD_CODE,
    NAME,
    OWNED,
    PHRASE,
    TEMPORARY,
    USER_NAME,
    WEAK,
)
from sls.domain.redaction.spoken_digits import NUMBER, SPOKEN_DIGIT

_DIGIT_AHEAD = r"(?=\S{0,64}\d)"
_ASCII_AHEAD = r"(?=[!-~]{4})"

# Links that say what the value is.
_DID = r"(?:used?|typed?|enter|entered|have|had|set|chose|tried|put|gave|got|wrote|know|remember)"
# "The password I use is ...", "password for alice: ...", "password (which is ...".
_AT_LENGTH = (
    r"(?P<length>\s(?:for|of|on|to)\s(?:(?:my|the)\s)?[\w@.\-]{1,32}(?:\s(?!is\b|was\b)\w{1,16})?"
    rf"|\s(?:(?:that|which)\s)?(?:i|we)\s(?:\w{{2,9}}\s)?{_DID}(?:\s(?:in|up))?"
    r"|,?\s?\(?(?:which|that))?"
)
IS_CHINESE = (
    r"(?:我|一直|以前|现在|現在|而家|原来|原來|本来|之前|收到的?|都|应该|應該|可能|大概|好像|其实|其實"
    r"|仍然|就|最近){0,3}"
    r"(?:是(?!否|不是)|为(?!什么|何)|為(?!什麼|何)|叫|[即就]?(?:係|系(?!统|統))|即是"
    r"|喺\s{0,4}(?=[!-~]))"
)
_IS = (
    r"(?:(?<![A-Za-z])(?:is|was|are)(?=[\s:\"])"
    rf"|=>|->|:?=|≈|:|→|⇒|\|(?=\s?[!-~])|➡|[👉👇]|{IS_CHINESE})"
)
_FILLER = r"(?:(?:still|always|now|just|simply|actually|really|only|currently|probably)\s)"
_SAYS = (
    rf"(?:\s{{0,4}}{CLOSES}{{0,3}}\s{{0,4}}{_IS}"
    r"\s{0,8}(?::|-(?=\s)|[👉👇]){0,2}\*{0,2}\s{0,8})"
)

_SET_TO = (
    r"(?:now|(?:would|will|should|could|might|may|must|used\s+to|has|to)\s+be(?:en)?"
    r"|(?:is\s+)?(?:set|changed|reset)\s+to|equals?|called)"
)
_TYPED_CHINESE = (
    r"(?:我|已经|應該|应该|刚才|剛才|一直|都){0,2}"
    r"(?:[改设設换換](?:置|定)?(?:成|为|為|做)|[设設改](?:置|定)?的是|输入?|輸入?|填|打|用|写|寫|试|試|入)"
    r"(?:的是|嘅係|了|緊|紧|咗|过|過)?\s{0,4}(?=[!-~])"
)
# What follows and is no value: how long it is, how old it is, when it came.
_NO_VALUE = (
    r"(?!\w{1,10}[\s\-]?(?:digits?|char(?:acter)?s?|letters?|numbers?|symbols?|words?|days?|minutes?"
    r"|hours?|times?|years?|months?|weeks?|seconds?)\b"
    r"|\d{1,3}\s?(?:分钟|分鐘|小时|小時|秒|天|日|次|个|個|位|周|月)|(?:19|20)\d\d\s?年"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))"
)
# A value ends at a blank and at Chinese punctuation; NFKC has made "，" a comma, so a comma ends
# it too where Chinese or another secret's name goes on.
_STOP = rf"[。、…《》「」“”【】]|[,;]+(?:[㐀-鿿]|(?:my\s|and\s|the\s)?{NAME})"
_QUOTED = "|".join(rf"{pair[0]}[^{pair}\n]{{1,64}}{pair[1]}" for pair in QUOTES)
_NO_MORE = r"(?![,.!?;]{0,4}[A-Za-z0-9!#$%^&*~@+=_])"
_DIGIT = rf"(?:\d|{SPOKEN_DIGIT})"
_DIGITS = rf"{_DIGIT}(?:{GAP}{_DIGIT}){{3,24}}"
_CODE_VALUE = rf"(?:{_DIGITS}|{NUMBER}){_NO_MORE}"
# "Six eights", 六个8
_REPEATED = (
    r"(?:(?:three|four|five|six|seven|eight|[3-8])\s(?:(?:zero|one|two|three|four|five|six|seven"
    r"|eight|nine)e?s|\d['’]?s)(?![A-Za-z])|[三四五六七八3-8][个個][0-9零一二三四五六七八九])"
)
_SPELLED = r"(?:[A-Za-z0-9][\s\-.,]{1,3}){3,24}[A-Za-z0-9](?!\w)"
_VALUE = (
    rf"{_NO_VALUE}(?:{_QUOTED}|{_REPEATED}\S{{0,64}}|{_CODE_VALUE}|{_SPELLED}"
    rf"|(?:(?!{_STOP})\S){{1,4000}})"
)

# Links that say nothing: what follows must look like a secret.
_LOOKING = "|".join(
    (
        rf"(?:\s+{_SET_TO}|['’]s)[\s:]\s{{0,4}}{LOOKS}",
        rf"\s{{0,4}}-\s{{0,4}}{_DIGIT_AHEAD}",
        rf"\s{{0,4}}(?={_DIGITS}|{_REPEATED}(?![次位字月小分天]))",
        rf"\s{{1,8}}{_DIGIT_AHEAD}(?=\S{{4}})",
        rf"\s{{1,8}}(?=\S{{8}}){LOOKS}",
        r"(?=[A-Za-z0-9]{0,64}\d)",
        rf"[/\\_.\[{{]{_ASCII_AHEAD}{LOOKS}",
        rf"\s{{0,4}}(?:\.{{2,6}}|…|-{{2,4}}|—{{1,2}}|~|#)\s{{0,4}}{_ASCII_AHEAD}{LOOKS}",
        rf"\s{{0,4}}{_TYPED_CHINESE}{LOOKS}",
        rf"(?<=[㐀-鿿])(?=[!-~]{{8}}){LOOKS}",
        rf"\s{{0,4}}(?={OPENS})(?=.{{1,64}}{CLOSES}){LOOKS}",
        r"\s{1,4}(?='[!-~]{4,64}')",
        r"\s{0,4}(?=[\"“「『【《][!-~]{4,64}[\"”」』】》])",
    )
)

_NO_USER = (
    r"(?!(?:and|or|name|plus|done|with|page|screen|form|window|button|box|field|asks|says|needs"
    r"|wants|using)\b)"
)
_USER = rf"{USER_NAME}[\s:=]{{0,3}}(?:is\s|是)?{_NO_USER}[A-Za-z0-9.@_\-]{{2,32}}[\s,;/]{{1,3}}"
_USER_AND = (
    r"(?:\b(?:user\s?(?:name|id)?|login|account|credentials?|creds)\b|用户名?|用戶名?|账号|帳號)"
    rf"[\s:=]{{0,3}}(?:is\s|是)?{_NO_USER}[A-Za-z0-9.@_\-]{{2,32}}\s{{0,2}}[/|:]\s{{0,2}}"
)
_WHOLE_NAME = rf"(?:{OWNED}|pass)(?:(?<=[㐀-鿿])|(?![A-Za-z]))"

_SET_PASSWORD = (
    rf"(?<![A-Za-z])(?:pass|psw|psd)\s{{1,4}}(?=\S{{6}}){LOOKS}"
    r"|\b(?:set|changed?|reset|made?|make)\s(?:my|the)\s(?:\w{2,9}\s)?"
    rf"{OWNED}\s(?:in)?to\s{LOOKS}"
)
_IS_NAMED = rf"{NAME}(?:{_AT_LENGTH}{_SAYS}(?P<filler>{_FILLER})?|(?P<bare>{_LOOKING}))"
_IS_WEAKLY_NAMED = rf"{WEAK}(?:{_SAYS}|\s{{1,4}}){OPENS}?"
_TO_STOP = rf"(?:(?!{_STOP})[!-~]){{4,256}}(?=[ \t]{{0,3}}(?:[,;.\n]|$))"
_IS_ENTERED = rf"{_USER}(?:and\s)?(?:my\s)?{_WHOLE_NAME}[\s:=]{{0,3}}"
_TAG = rf"<(?:\w{{1,16}}:)?{NAME}[^<>]{{0,40}}>"

_PATTERNS = tuple(
    re.compile(rf"(?P<before>{before})(?P<value>{value})", flags)
    for before, value, flags in (
        # A whole line, for who has a phrase in place of a word.
        (rf"{PHRASE}{_SAYS}", r"[^\n]{1,200}", re.IGNORECASE),
        (_TAG, r"[^<>]{1,200}(?=<)", re.IGNORECASE),
        (_IS_NAMED, _VALUE, re.IGNORECASE),
        (_IS_WEAKLY_NAMED, r"(?=\S{0,64}\d|\S{16})[!-~]{6,4000}", re.IGNORECASE),
        # "Login: alice / hunter22", "user alice pass tulip", "set my password to tulip-9".
        (rf"{_USER_AND}(?P<bare>){LOOKS}", r"[!-~]{6,64}", re.IGNORECASE),
        (_IS_ENTERED, _TO_STOP, re.IGNORECASE),
        (_SET_PASSWORD, _VALUE, re.IGNORECASE),
        (rf"{CARD_CODE}\s?(?:is|是|:|=)?\s?", r"\d{3,4}(?!\d)", re.IGNORECASE),
        (rf"{TEMPORARY}(?:\s|:|是|\s?is){{0,3}}", r"[A-Z]{6,12}(?![A-Za-z])", re.NOFLAG),
    )
)


def mask_named(text: str) -> str:
    """Return the text with every value that the name of a secret leads to replaced by a sign."""
    for pattern in _PATTERNS:
        text = pattern.sub(_masked, text)
    return text


def _masked(match: re.Match[str]) -> str:
    value, groups = match["value"], match.groupdict()
    is_told_at_length = bool(groups.get("length") or groups.get("filler"))
    if is_plain(value, 0, is_told_at_length=is_told_at_length) or is_hidden(value):
        return match[0]
    digits = value.rstrip(ENDS)
    if groups.get("bare") is not None and is_name(digits):
        return match[0]
    is_code = mask_digits(digits, are_codes_kept=False) == CODE
    return match["before"] + (CODE if is_code else SECRET)
