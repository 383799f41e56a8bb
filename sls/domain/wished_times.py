"""Wished times: "tomorrow morning" and "明天上午十点" as what they leave to choose from.

A day, a part of it and an hour are read, no dates. Nothing is promised by this: the times that fit
are offered, with their zone, and one of them is chosen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sls.domain.business_hours import BusinessHours

_NOON, _EVENING, _HALF_A_DAY = 12, 18, 12
_A_WEEK = 7


class Part(StrEnum):
    """A part of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# What names a day after tomorrow comes first, for it holds the word for tomorrow.
_DAYS: Mapping[re.Pattern[str], int] = {
    re.compile(words, re.IGNORECASE): days
    for words, days in (
        (r"\bday after tomorrow\b|[后後][天日]", 2),
        (r"\btomorrow\b|\btmrw?\b|\btomo\b|明[天日早晚]|[听聽][日朝晚]", 1),
        (r"\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b|今[天日早晚]", 0),
    )
}
_WEEKDAYS = tuple(
    re.compile(rf"\b{english}(?:day)?\b|(?:周|週|星期|[礼禮]拜)[{chinese}]", re.IGNORECASE)
    for english, chinese in (
        ("mon", "一"),
        ("tue(?:s)?", "二"),
        ("wed(?:nes)?", "三"),
        ("thu(?:rs)?", "四"),
        ("fri", "五"),
        ("sat(?:ur)?", "六"),
        ("sun", "日天"),
    )
)
_PARTS: Mapping[Part, re.Pattern[str]] = {
    part: re.compile(words, re.IGNORECASE)
    for part, words in (
        (Part.MORNING, r"\bmorning\b|\d ?a\.?m\b|早[上晨]|上午|[今明]早|朝早|[听聽]朝"),
        (Part.AFTERNOON, r"\bafternoon\b|\bnoon\b|\blunch|\d ?p\.?m\b|下[午晝昼]|中午"),
        (Part.EVENING, r"\bevening\b|\bnight\b|\btonight\b|晚上|[今明听聽]晚|傍晚"),
    )
}
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_DIGITS = "零一二三四五六七八九十"
_HOUR = re.compile(
    rf"(?:\bat|\baround|\babout|\bby) (?P<said>\d{{1,2}}|{'|'.join(_NUMBERS)})\b(?! ?min)"
    r"|\b(?P<clock>\d{1,2})(?:[:.]\d\d)?(?: ?[ap]\.?m\b| ?o'? ?clock|(?<=[:.]\d\d))"
    rf"|(?<![晚早快慢迟遲有多])(?P<point>\d{{1,2}}|[{_DIGITS}两兩]{{1,3}})[点點时時](?!间|間)",
    re.IGNORECASE,
)
_OF_TIME = re.compile(
    r"\b(?:weeks?|months?|hours?|minutes?|later|soon|weekend|o'?clock|times?|\d{1,2}(?:st|nd|rd|th))\b"
    r"|[下这這]个?[周週]|小[时時]|分[钟鐘]|\d[号號日]|[晚迟遲]一?[点點些]|[过過]一?[会會阵陣]|以[后後]|[时時][间間候]",
    re.IGNORECASE,
)
# "I have waited since this morning" wishes for nothing.
_PAST = re.compile(
    r"\b(?:since|ago|yesterday|last|earlier|all (?:day|morning|afternoon)|been)\b"
    r"|[从從自]|昨|以[来來]|一直|到[现現]在|[刚剛]才|[等试試打]了",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\W*(?:(?:yes|ok|okay|please|right|just|call me)\W+)*"
    r"(?:now|immediately|asap|straight ?away|as soon as possible)(?:\W+please)?\W*"
    r"|\W*[请請就好]*(?:[现現]在|[马馬]上|立刻|立即|即刻|而家|越快越好)(?:就|可以|吧|行|打|[给給俾]我)*\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WishedTime:
    """What was said of a time; whatever was not said is open."""

    days: int | None = None
    weekday: int | None = None
    part: Part | None = None
    hour: int | None = None

    def starts(self, hours: BusinessHours, now: datetime) -> list[datetime]:
        """Return the moments at which a call may begin on the first day that suits the wish."""
        today = now.astimezone(hours.zone).date()
        for ahead in range(_A_WEEK + 1):
            day = today + timedelta(days=ahead)
            if not self._is_day(day, ahead):
                continue
            found = [each for each in hours.starts_on(day) if each > now]
            found = [each for each in found if self._is_time(each.astimezone(hours.zone).hour)]
            if found:
                return found
        return []

    @property
    def is_later(self) -> bool:
        """Whether a day or a part of today is named that lies ahead in any case."""
        is_later_today = self.days == 0 and self.part in (Part.AFTERNOON, Part.EVENING)
        return bool(self.days) or self.weekday is not None or is_later_today

    def _is_day(self, day: date, ahead: int) -> bool:
        if self.days is not None:
            return ahead == self.days
        return self.weekday is None or day.weekday() == self.weekday

    def _is_time(self, hour: int) -> bool:
        if self.part is not None and _part_of(hour) is not self.part:
            return False
        return self.hour is None or hour in (self.hour, self.hour + _HALF_A_DAY)


def read_wished_time(text: str) -> WishedTime | None:
    """Return what the words say of a time, or None where they say nothing that is read here."""
    if _PAST.search(text) is not None:
        return None
    days = next((count for words, count in _DAYS.items() if words.search(text)), None)
    weekday = next((at for at, name in enumerate(_WEEKDAYS) if name.search(text)), None)
    part = next((part for part, words in _PARTS.items() if words.search(text)), None)
    wish = WishedTime(days, weekday if days is None else None, part, _hour_in(text))
    return None if wish == WishedTime() else wish


def means_now(text: str) -> bool:
    """Whether the words say "now", and nothing else."""
    return _NOW.fullmatch(text) is not None


def speaks_of_time(text: str) -> bool:
    """Whether the words are about a time, though none may be read from them."""
    return _OF_TIME.search(text) is not None


def _hour_in(text: str) -> int | None:
    found = _HOUR.search(text)
    if found is None:
        return None
    said = str(found["said"] or found["clock"] or found["point"]).lower()
    if said.isascii():
        return int(said) if said.isdigit() else _NUMBERS.index(said) + 1
    said = said.replace("两", "二").replace("兩", "二")
    tens, _, ones = said.rpartition("十")
    ten = 10 * (_DIGITS.index(tens) if tens else 1) if "十" in said else 0
    return ten + (_DIGITS.index(ones) if len(ones) == 1 else 0)


def _part_of(hour: int) -> Part:
    if hour < _NOON:
        return Part.MORNING
    return Part.AFTERNOON if hour < _EVENING else Part.EVENING
