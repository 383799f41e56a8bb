"""The two things the stand-in needs from the product: the demo's state and its words."""

from datetime import datetime
from typing import Any, Protocol


class Demonstration(Protocol):
    """The demo as a whole: its clock, its cast and the way back to the start."""

    def now(self) -> datetime:
        """Tell the time of the demo clock, aware and in UTC."""

    def advance(self, seconds: float) -> None:
        """Move the demo clock forward for every process."""

    def reset(self) -> None:
        """Put cast, limits and outbox back as new."""

    def cast(self) -> list[dict[str, Any]]:
        """List the demo customers with their secrets."""


class Texts(Protocol):
    """The catalogues: every word a person sees or hears."""

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Render one message."""

    def section(self, language: str, prefix: str) -> dict[str, str]:
        """Give all raw messages whose id starts with the prefix."""
