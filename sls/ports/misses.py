"""Where missed words wait for a person to look at them."""

from collections.abc import Sequence
from typing import Protocol

from sls.domain.misses import Miss


class Misses(Protocol):
    """Words that were not understood or taken wrongly; they end with their conversation."""

    def add(self, miss: Miss) -> None: ...
    def get(self, miss_id: int) -> Miss | None: ...
    def latest_of(self, conversation_id: str) -> Miss | None:
        """Return the newest miss of a conversation."""
        ...

    def unreviewed(self, limit: int) -> Sequence[Miss]:
        """Return those nobody has looked at, oldest first."""
        ...
