"""The demo with one phone more: that of the people of ours to whom callers are put through."""

from datetime import datetime
from typing import Any

from standin.ports import Demonstration

_NAME, _LANGUAGE = "agent", "en"


class Staffed:
    """A demonstration whose cast has somebody at the number for people."""

    def __init__(self, demonstration: Demonstration, number: str) -> None:
        self._demonstration = demonstration
        self._number = number

    def now(self) -> datetime:
        """Tell the time of the demo clock."""
        return self._demonstration.now()

    def advance(self, seconds: float) -> None:
        """Move the demo clock forward."""
        self._demonstration.advance(seconds)

    def reset(self) -> None:
        """Put everything back as new."""
        self._demonstration.reset()

    def cast(self) -> list[dict[str, Any]]:
        """List the demo customers, and after them who answers for us."""
        cast = self._demonstration.cast()
        if not self._number or any(each.get("number") == self._number for each in cast):
            return cast
        return [*cast, {"username": _NAME, "number": self._number, "language": _LANGUAGE}]
