"""Calls with the provider: those that ring or speak, and those that take too long to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class LiveCalls(Protocol):
    """The ids of deliveries by voice, for workers that look after them."""

    def unneeded(self, now: datetime) -> Sequence[str]:
        """Return those that ring or speak though their code was used, replaced or expired."""
        ...

    def to_hang_up(self, now: datetime) -> Sequence[str]:
        """Return those whose line is to be hung up now."""
        ...

    def slow(self, before: datetime) -> Sequence[str]:
        """Return those asked for until then, in a chat, that have not rung yet; each once."""
        ...
