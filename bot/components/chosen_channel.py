"""Read which channel a message chooses when it weighs one against the other.

"Don't call, text me" and "don't text, call me" share all their words and nearly their meaning, so
that what learned from examples takes one for the other. A mention counts for its channel unless
the words around it turn it down.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

SMS, VOICE = "sms", "voice"
# Which label a settled channel stands for. They share their words, so only these two change places.
LABELS = {SMS: "request_code_by_sms", VOICE: "request_code_by_voice"}

_WRITTEN = (
    r"\b(?:sms(?:es)?|te?xt(?:s|ed|ing)?|messag(?:e|es|ing)|msg|(?<!couldn't )writ(?:e|ing|ten)"
    r"|see (?:it|the code)|rather read)\b"
    r"|(?:短信|简讯|短讯|文字|信息|sms|text)+"
)
_SPOKEN = (
    r"\b(?:(?:phone |voice |robot )*call(?:s|ed|ing|back)?|ring(?:s|ing)?|rung|rang|phon(?:ed|ing)"
    r"|(?:tele)?phone (?=me\b|us\b|it\b|rather|instead)|(?:by|over the) phone"
    r"|(?<=don't )phone|(?<=do not )phone"
    r"|voices?|sp[eo]ak|spoken|hear|aloud|out loud|ivr)\b"
    r"|(?:打?电话(?!收)|语音|来电|打来|打过来|拨号|念[的出给]|听[的那]|voice|call|ring)+"
)
_MENTION = re.compile(rf"(?P<{SMS}>{_WRITTEN})|(?P<{VOICE}>{_SPOKEN})")

_NOT_BEFORE = re.compile(
    r"(?:\b(?:(?<!has )(?<!have )no|not|never|cannot|neither|nor|without|stop|quit|forget|forgo"
    r"|refrain|hate|skip|leave|than|why|instead of|anything but|other than|another way"
    r"|(?:sick|tired) of)\b"
    r"|n't\b(?! (?:you|we)\b(?! dare\b))|>"
    r"|\b(?:chang|switch|mov|swap)[a-z]*\b.{0,40}\bfrom\b|^\W*from\b(?! now on\b))"
    r"(?:\s+[a-z']+){0,5}\s*$"
    r"|\byou(?:'ve| have)? (?:just )?(?:sent|gave)(?: me)?(?: an?)? $"
    r"|(?:别|甭|勿|不要|不用|不必|不使|不想|不选|不收|不拣|不是|不需要|不好|不方便|不会"
    r"|毋须|毋需|无须|无需|无法|收不到|接不到).{0,6}$"
    r"|(?:不|没(?!有)|没法|比起?|与其|错|误).{0,4}$"
)
_NOT_AFTER = re.compile(
    r"^\W*no\b(?! \w)"
    r"|^ (?:(?!or )\w+ )?(?:never|not|cannot|no good|no use|useless|no come)\b"
    r"|^ (?:(?!or )\w+ )?(?:do|does|did)n't \w"
    r"|^ (?:\w+ ){0,4}by mistake\b"
    r"|^(?:那个|那项|这个|我)?(?:在.{1,4}?)?[都就也实总老]?"
    r"(?:(?:别|甭|勿|免|不用|不必|不使)再?(?:[发送传出]|打?了|打?$)"
    r"|换成|改成|没|太|听不|收不|接不|看不|不(?:要|行|好|来|到|通|清|懂|管用))"
)
# Who cannot hear turns the call down, and who cannot see the text.
_UNABLE = (
    (
        VOICE,
        re.compile(
            r"\bdeaf\b|\bhard of hearing\b|\bhearing aid|耳背|耳聋|失聪|听力|听不[清见懂到]"
        ),
    ),
    (
        SMS,
        re.compile(
            r"\bblind\b|\bwhite stick\b|\b(?:can't|cannot) (?:see|read)\b|看不[清见]|视力|盲人|老花"
        ),
    ),
)
_CLAUSE = re.compile(
    r"[.;!。;！\n，]|,(?! ?no\b)|\b(?:(?<!anything )but|and|so|then|just)\b|而且|但是?|所以"
)
# A question by yes or no ("can you or can you not") turns nothing down.
_EITHER = re.compile(r"(.)[不没]\1|不如|不小心|不仅|对不起")


class Mentions(NamedTuple):
    """The channels that a message asks for and those that it turns down."""

    wanted: frozenset[str]
    denied: frozenset[str]


def chosen_channel(folded: str) -> str | None:
    """Return the channel that a folded text settles on, if it settles on one."""
    mentions = read_mentions(folded)
    if not (mentions.wanted or mentions.denied):
        return None
    left = (mentions.wanted or {SMS, VOICE}) - mentions.denied
    return next(iter(left)) if len(left) == 1 else None


def channel_mentioned(folded: str, channel: str) -> tuple[int, int] | None:
    """Return where a folded text names a channel for the last time."""
    spans = [one.span() for one in _MENTION.finditer(folded) if one.lastgroup == channel]
    return spans[-1] if spans else None


def settle(logits: np.ndarray, intents: list[str], texts: Sequence[str]) -> np.ndarray:
    """Return the scores with those of the two channels' labels the way round each text settles.

    Scores: one row a text, one column a label. What the two have together stays what it was.
    """
    if not set(LABELS.values()) <= set(intents):
        return logits
    columns = {channel: intents.index(label) for channel, label in LABELS.items()}
    settled = logits.copy()
    for row, text in enumerate(texts):
        channel = chosen_channel(text)
        if channel is not None:
            pair = settled[row, list(columns.values())]
            settled[row, list(columns.values())] = pair.min()
            settled[row, columns[channel]] = pair.max()
    return settled


def read_mentions(folded: str) -> Mentions:
    """Return which channels a folded text names, and which of them it turns down."""
    text = folded.replace("’", "'")
    wanted: set[str] = set()
    denied = {channel for channel, pattern in _UNABLE if pattern.search(text)}
    for clause in _CLAUSE.split(_EITHER.sub("", text)):
        for channel, is_denied in _mentions(clause):
            (denied if is_denied else wanted).add(channel)
    return Mentions(frozenset(wanted), frozenset(denied))


def _mentions(clause: str) -> Iterator[tuple[str, bool]]:
    """Yield each channel that a clause names, and whether it turns it down."""
    start = 0
    for mention in _MENTION.finditer(clause):
        before, after = clause[start : mention.start()], clause[mention.end() :]
        is_denied = _NOT_BEFORE.search(before) or _NOT_AFTER.search(after)
        yield str(mention.lastgroup), bool(is_denied)
        start = mention.end()
