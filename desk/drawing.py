"""The measures of the drawn map, in the units of its viewBox."""

import unicodedata

from desk.branch_map import BranchMap, Station

MARGIN = 26
GAP = 36
ROW = 38
HEAD = 142
LABELS = 400
# A head rises to the right at 45 degrees; a label stands beside the last line.
HEAD_CHARACTERS = 27
LABEL_CHARACTERS = 52


class Drawing:
    """Turns columns and rows into places, and cuts words that have no room."""

    def __init__(self, branches: BranchMap) -> None:
        self.right = self.x(len(branches.lines) - 1)
        self.width = self.right + GAP + LABELS
        self.height = self.y(len(branches.rows) - 1) + ROW

    @staticmethod
    def x(column: int) -> int:
        """Return where a line runs."""
        return MARGIN + column * GAP

    @staticmethod
    def y(row: int) -> int:
        """Return where a row lies; the heads are above row 0."""
        return HEAD + ROW + row * ROW

    @property
    def head(self) -> int:
        """Where the lines begin."""
        return HEAD

    @property
    def row(self) -> int:
        """How high a row is."""
        return ROW

    @property
    def label(self) -> int:
        """Where the words of the steps begin."""
        return self.right + GAP

    @staticmethod
    def span(station: Station) -> int:
        """Return how wide a station lies across its lines."""
        return (station.last - station.first) * GAP

    @staticmethod
    def head_words(text: str) -> str:
        """Return the words of a head, cut to their room."""
        return _cut(text, HEAD_CHARACTERS)

    @staticmethod
    def label_words(text: str) -> str:
        """Return the words of a step, cut to their room."""
        return _cut(text, LABEL_CHARACTERS)


def _cut(text: str, room: int) -> str:
    """Cut a text to so many Latin characters; a Chinese one takes the room of two."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > room:
            return text[:index].rstrip(" ,.") + "…"
    return text
