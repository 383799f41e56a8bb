"""A clock that a test sets forward."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class ManualClock:
    """Stands still until it is told to advance."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the moment that the test has set."""
        return self._now

    def advance(self, span: timedelta = timedelta(0), **parts: float) -> None:
        """Move on: `advance(minutes=5)` or `advance(timedelta(minutes=5))`."""
        self._now += span + timedelta(**parts)
