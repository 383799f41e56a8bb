"""A pick-up number: six digits by which a walk goes on in another channel (design 5.4)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PICK_UP_LIFETIME = timedelta(minutes=15)
PICK_UP_LENGTH = 6
MAX_PICK_UP_TRIES = 5
# What may be known to whoever goes on with a walk; nothing else of a conversation goes along.
_CARRIED = ("platform", "phone", "topic")


@dataclass
class PickUp:
    """Walks put down to be picked up once; known by the keyed digest of its number.

    It carries what was said of procedures and nothing about who said it: whoever picks it up
    proves anew who they are.
    """

    digest: bytes
    walks: list[dict[str, Any]]
    answers: dict[str, str]
    language: str
    expires_at: datetime
    used_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Not picked up yet, and in time."""
        return self.used_at is None and now < self.expires_at


def carried(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return of somebody's answers what goes along with a walk."""
    return {name: str(answers[name]) for name in _CARRIED if answers.get(name)}


def pick_up_number(text: str) -> str | None:
    """Return the number that a text consists of, blanks and hyphens forgiven, or None."""
    folded = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    is_number = len(folded) == PICK_UP_LENGTH and folded.isascii() and folded.isdigit()
    return folded if is_number else None
