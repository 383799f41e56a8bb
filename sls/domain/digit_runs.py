"""Runs of digits in a text: which of them may be a code or a card number.

A run is made of groups of digits with at most three characters between them. A group that could be
a code by itself is one; else neighbouring groups are taken together, the more the better.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

CODE, CARD = "[code]", "[card]"
LENGTHS = frozenset({4, 6, 8})
CARD_LENGTHS = frozenset(range(13, 20))
GAP = r"[\s\-‐-―.·,，、_/]{0,3}"

# Digits that belong to a word are no code: jack2024, and jack.2024 if they look like a year.
_GROUP = re.compile(r"(?<![A-Za-z\d])(?!(?<=[A-Za-z][._\-])(?:19|20)\d\d(?!\d))\d+")
_ONLY_GAP = re.compile(GAP)
_CURRENCY = r"(?:us\$|hk\$|[$€£¥￥]|usd|hkd|cny|rmb|eur|gbp)"
_UNIT = (
    r"(?:[$€£¥￥]|[km]\b|usd|hkd|cny|rmb|eur|gbp|dollars?|bucks?|yuan|million|thousand|"
    r"美元|美金|美刀|刀\b|港币|港元|元|块|万|萬|亿|億|千)"
)
_STARTS_AMOUNT = re.compile(rf"\s*{_UNIT}", re.IGNORECASE)
_VERSION = (
    r"(?:version|build|ver\.?|release|tws|ios|android|版本|版)\s*号?\s*(?:is|是)?\s*:?\s*"
    r"v?\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?(?!\d)"
)
_THOUSANDS = r"(?<!\d)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
_AMOUNT = rf"{_CURRENCY}\s*\d[\d,.]*|(?<!\d)\d[\d,.]*\s*{_UNIT}|{_THOUSANDS}"
_PHONE = r"\+\d[\d\s\-()]{6,18}\d"
_NO_SECRET = re.compile(rf"{_AMOUNT}|{_VERSION}|{_PHONE}", re.IGNORECASE)


@dataclass(frozen=True)
class Group:
    """Digits that stand together, and where they do."""

    digits: str
    start: int
    end: int


def mask_digits(text: str, *, are_codes_kept: bool) -> str:
    """Return the text with card numbers masked, and codes too unless they are kept."""
    found = [span for run in _runs(text) for span in _secrets(run, are_codes_kept=are_codes_kept)]
    pieces, done = [], 0
    for start, end, token in found:
        pieces += [text[done:start], token]
        done = end
    return "".join(pieces) + text[done:]


def starts_amount(text: str) -> bool:
    """Whether a text opens with a currency or unit, which makes an amount of what was before."""
    return _STARTS_AMOUNT.match(text) is not None


def _runs(text: str) -> Iterator[list[Group]]:
    """Return the groups of each run; amounts, versions and phone numbers are left out."""
    seen = _NO_SECRET.sub(lambda match: "\0" * len(match[0]), text)
    groups = [Group(match[0], *match.span()) for match in _GROUP.finditer(seen)]
    run = groups[:1]
    for before, after in pairwise(groups):
        if not _ONLY_GAP.fullmatch(seen, before.end, after.start):
            yield run
            run = []
        run.append(after)
    yield run


def _secrets(run: list[Group], *, are_codes_kept: bool) -> list[tuple[int, int, str]]:
    """Return start, end and token of each secret of a run, in order."""
    found = [(groups, CARD) for groups in _windows(run, CARD_LENGTHS, _is_card)]
    if not are_codes_kept:
        for rest in _outside(run, found):
            found += [([group], CODE) for group in rest if len(group.digits) in LENGTHS]
        for rest in _outside(run, found):
            found += [(groups, CODE) for groups in _windows(rest, LENGTHS, lambda _digits: True)]
    return sorted((groups[0].start, groups[-1].end, token) for groups, token in found)


def _windows(
    run: list[Group], lengths: Collection[int], accepts: Callable[[str], bool]
) -> Iterator[list[Group]]:
    """Return the widest stretches of neighbouring groups, from the left, that fit and pass."""
    longest, index = max(lengths), 0
    while index < len(run):
        digits, last = "", None
        for reach in range(index, len(run)):
            digits += run[reach].digits
            if len(digits) > longest:
                break
            if len(digits) in lengths and accepts(digits):
                last = reach
        if last is not None:
            yield run[index : last + 1]
        index = index + 1 if last is None else last + 1


def _outside(run: list[Group], found: list[tuple[list[Group], str]]) -> list[list[Group]]:
    """Return the stretches of a run in which nothing was found."""
    taken = {group.start for groups, _ in found for group in groups}
    stretches: list[list[Group]] = [[]]
    for group in run:
        if group.start in taken:
            stretches.append([])
        else:
            stretches[-1].append(group)
    return stretches


def _is_card(digits: str) -> bool:
    """Whether Luhn's check digit holds."""
    values = [int(char) for char in digits]
    doubled = [value * 2 - 9 * (value * 2 > 9) for value in values[-2::-2]]
    return (sum(values[-1::-2]) + sum(doubled)) % 10 == 0
