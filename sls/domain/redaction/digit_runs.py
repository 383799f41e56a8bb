"""Runs of digits in a text: which of them may be a code or a card number.

A run is made of groups of digits, written or spoken, with little between them. A group that could
be a code by itself is one; else neighbouring groups are taken together, the more the better.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sls.domain.redaction.hidden_signs import CARD, CODE, SIGNS
from sls.domain.redaction.known_numbers import blank_known, starts_amount
from sls.domain.redaction.spoken_digits import SPOKEN, spoken_digits

LENGTHS = frozenset({4, 6, 8})
CARD_LENGTHS = frozenset(range(13, 20))
GAP = r"[\s\-‐-―.·,，、_/*|+;~\\'’]{0,6}"

# "Ten thirty" is a time and "nineteen ninety" a year: pairs make a code of six or eight only.
_LENGTHS_OF_PAIRS = frozenset({6, 8})
_FEWEST_SPOKEN = 3  # beside written digits: "4 zero 2 nine 8 one", but not "100 one more time"
_WIDEST_GAP = 32
# Digits that belong to a word are no code: jack2024, and jack.2024 if they look like a year.
_WRITTEN = r"(?<![A-Za-z\d])(?!(?<=[A-Za-z][._\-])(?:19|20)\d\d(?!\d))\d+"
_GROUP = re.compile(rf"(?P<written>{_WRITTEN})|{SPOKEN}", re.IGNORECASE)
_ONLY_GAP = re.compile(GAP)
_MARKS = re.compile(rf"[^\w\0{SIGNS}]{{0,6}}")
_THEN = re.compile(
    r"[\s,，、]{0,3}(?:(?:and\s)?then|dash|hyphen|space|还有|還有|加|再|然后|然後|接着|跟住|空格|杠|横杠)[\s,，、]{0,3}",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,，、]{0,3}(?:and|和|同)[\s,，、]{0,3}", re.IGNORECASE)
# "... second 0, third digit is 2": a place in words, or one that was blanked as known.
_PLACE = re.compile(
    r"[\s,、;]{0,3}(?:(?:the\s)?(?:second|third|fourth|fifth|sixth|seventh|eighth|next|last)"
    r"(?:\s(?:digit|number|one))?(?:\sis)?|\0{3,24})[\s:,]{0,3}",
    re.IGNORECASE,
)
_LONG_GROUP = 3


@dataclass(frozen=True)
class Group:
    """Digits that stand together, where they do, and how they are said."""

    digits: str
    start: int
    end: int
    is_spoken: bool = False
    is_pair: bool = False


def mask_digits(text: str, *, are_codes_kept: bool) -> str:
    """Return the text with card numbers masked, and codes too unless they are kept."""
    found = [span for run in _runs(text) for span in _secrets(run, are_codes_kept=are_codes_kept)]
    pieces, done = [], 0
    for groups, token in found:
        start, end = groups[0].start, groups[-1].end
        if groups[-1].is_spoken and starts_amount(text, end):
            continue
        pieces += [text[done:start], token]
        done = end
    return "".join(pieces) + text[done:]


def lone_digits(text: str) -> str | None:
    """Return the digits of a text that says nothing else, or None ("ten" is a time, say)."""
    runs = list(_runs(text))
    if len(runs) > 1 or not runs[0] or any(group.is_pair for group in runs[0]):
        return None
    around = text[: runs[0][0].start] + text[runs[0][-1].end :]
    says_more = any(char.isalnum() for char in around)
    return None if says_more else "".join(group.digits for group in runs[0])


def _runs(text: str) -> Iterator[list[Group]]:
    """Return the groups of each run; numbers that say what they are are left out."""
    seen = blank_known(text)
    groups = [_group(match) for match in _GROUP.finditer(seen)]
    run = groups[:1]
    for before, after in pairwise(groups):
        if not _is_gap(seen[before.end : after.start], before, after):
            yield run
            run = []
        run.append(after)
    yield run


def _group(match: re.Match[str]) -> Group:
    if match["written"]:
        return Group(match[0], *match.span())
    is_pair = bool(match["teen"] or match["ten"])
    return Group(spoken_digits(match), *match.span(), is_spoken=True, is_pair=is_pair)


def _is_gap(between: str, before: Group, after: Group) -> bool:
    """Whether what stands between two groups parts one secret, and not two things."""
    if len(between) > _WIDEST_GAP:
        return False
    if _ONLY_GAP.fullmatch(between):
        return True
    lengths = {len(before.digits), len(after.digits)}
    if lengths == {1}:
        return any(each.fullmatch(between) for each in (_MARKS, _THEN, _AND, _PLACE))
    are_long = min(lengths) >= _LONG_GROUP
    return are_long and any(each.fullmatch(between) for each in (_THEN, _PLACE))


def _secrets(run: list[Group], *, are_codes_kept: bool) -> list[tuple[list[Group], str]]:
    """Return the groups and the token of each secret of a run, in order."""
    found = [(groups, CARD) for groups in _windows(run, CARD_LENGTHS, _is_card)]
    if not are_codes_kept:
        for rest in _outside(run, found):
            found += [([group], CODE) for group in rest if _is_code([group])]
        for rest in _outside(run, found):
            found += [(groups, CODE) for groups in _windows(rest, LENGTHS, _is_code)]
    return sorted(found, key=lambda each: each[0][0].start)


def _windows(
    run: list[Group], lengths: Collection[int], accepts: Callable[[list[Group]], bool]
) -> Iterator[list[Group]]:
    """Return the widest stretches of neighbouring groups, from the left, that fit and pass."""
    longest, index = max(lengths), 0
    while index < len(run):
        length, last = 0, None
        for reach in range(index, len(run)):
            length += len(run[reach].digits)
            if length > longest:
                break
            if length in lengths and accepts(run[index : reach + 1]):
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


def _is_code(groups: list[Group]) -> bool:
    length = sum(len(group.digits) for group in groups)
    spoken = sum(len(group.digits) for group in groups if group.is_spoken)
    pairs = [group.digits for group in groups if group.is_pair]
    if pairs:
        are_round = all(digits.endswith("0") for digits in pairs)  # ten, twenty, fifty
        return length in _LENGTHS_OF_PAIRS and spoken == length and not are_round
    is_spelled = length == len(groups)  # "4 oh 2 9 8 1"
    return length in LENGTHS and (spoken == 0 or spoken >= _FEWEST_SPOKEN or is_spelled)


def _is_card(groups: list[Group]) -> bool:
    """Whether Luhn's check digit holds."""
    values = [int(char) for group in groups for char in group.digits]
    doubled = [value * 2 - 9 * (value * 2 > 9) for value in values[-2::-2]]
    return (sum(values[-1::-2]) + sum(doubled)) % 10 == 0
