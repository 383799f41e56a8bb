"""A miss: words that were not understood or taken wrongly, kept for a person to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.understanding import FALLBACK

# What somebody chooses or says later is about something else.
FOLLOWED_WITHIN = timedelta(minutes=10)
MAX_GUESSES = 3


class MissKind(StrEnum):
    """How we know that words were missed."""

    UNRECOGNISED = "unrecognised"  # we had to ask, or to say that we do not help with that
    CORRECTED = "corrected"  # the customer took an answer back


@dataclass
class Miss:
    """Masked words of one turn, our guesses, and what the customer chose or said instead."""

    conversation_id: str
    kind: MissKind
    text: str
    language: str
    guesses: list[str]
    created_at: datetime
    meant: str | None = None
    reworded: str | None = None
    reviewed_at: datetime | None = None
    id: int | None = None

    def is_awaiting(self, now: datetime) -> bool:
        """Whether what is chosen or said now may still tell what these words meant."""
        return self.meant is None and now < self.created_at + FOLLOWED_WITHIN


def guesses(ranking: Sequence[tuple[str, float]]) -> list[str]:
    """Return the likeliest labels of a ranking."""
    labels = [label for label, _ in ranking if label != FALLBACK]
    return labels[:MAX_GUESSES]
