"""The measures of the drawn map, in the units of its viewBox."""

import unicodedata
from collections.abc import Sequence

from desk.branch_map import BranchMap, Station

MARGIN = 28
GAP = 36
ROW = 36
# As wide as the page where there are few lines; where there are many, wide enough for the words.
WIDTH = 1116
LEAST_LABELS = 400
# The room that a Latin character takes at most in a label, and how far one in a head rises.
LABEL_CHARACTER = 8.2
HEAD_CHARACTER = 5.0
LONGEST_HEAD = 46
HEAD_PADDING = 34


class Drawing:
    """Turns columns and rows into places, and cuts words that have no room."""

    def __init__(self, branches: BranchMap, heads: Sequence[str]) -> None:
        self.row = ROW
        self.heads = [_cut(head, LONGEST_HEAD) for head in heads]
        self.head = round(max(map(_room, self.heads)) * HEAD_CHARACTER) + HEAD_PADDING
        self.label = self.x(len(branches.lines) - 1) + GAP
        labels = max(LEAST_LABELS, WIDTH - self.label)
        self.width = self.label + labels
        self.height = self.y(len(branches.rows) - 1) + ROW
        self._characters = int(labels / LABEL_CHARACTER) - 2

    @staticmethod
    def x(column: int) -> int:
        """Return where a line runs."""
        return MARGIN + column * GAP

    def y(self, row: int) -> int:
        """Return where a row lies; the heads are above row 0."""
        return self.head + ROW + row * ROW

    @staticmethod
    def span(station: Station) -> int:
        """Return how wide a station lies across its lines."""
        return (station.last - station.first) * GAP

    def label_words(self, text: str) -> str:
        """Return the words of a step, cut to their room."""
        return _cut(text, self._characters)


def _cut(text: str, room: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _room(character)
        if used > room:
            return text[:index].rstrip(" ,.") + "…"
    return text


def _room(text: str) -> int:
    """Return the room of a text in Latin characters; a Chinese one takes that of two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
