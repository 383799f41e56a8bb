"""Demonstrating: the demo's clock, cast and fresh start; exists in demo mode only."""

from datetime import datetime, timedelta
from typing import Any, Protocol


class MovableClock(Protocol):
    """A clock that can be set forward."""

    def now(self) -> datetime: ...
    def advance(self, span: timedelta) -> None: ...


class Cast(Protocol):
    """The demo's customers."""

    def cast(self) -> list[dict[str, Any]]: ...
    def create(self, now: datetime) -> None: ...
    def recreate(self) -> None: ...


class Demonstrating:
    """What the stand-in may do to the demo."""

    def __init__(self, clock: MovableClock, data: Cast) -> None:
        self._clock = clock
        self._data = data

    def now(self) -> datetime:
        """Return the demo's present moment."""
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        """Set the demo's clock forward for every process."""
        self._clock.advance(timedelta(seconds=seconds))

    def prepare(self) -> None:
        """Create the cast on the first start."""
        self._data.create(self._clock.now())

    def reset(self) -> None:
        """Make everything as new: cast, limits, outbox, conversations and clock."""
        self._data.recreate()

    def cast(self) -> list[dict[str, Any]]:
        """Return the cast with its secrets."""
        return self._data.cast()
