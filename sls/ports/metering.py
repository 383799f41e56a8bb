"""What the outbox itself tells in figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sls.domain.meters import Outcome, Waiting


class Meters(Protocol):
    """Counts over deliveries; a reading unit is enough."""

    def outcomes(self, since: datetime) -> Sequence[Outcome]:
        """Return how the sends that were asked for since then stand."""
        ...

    def rings(self, since: datetime) -> Sequence[timedelta]:
        """Return how long each call asked for since then took to ring, of those that rang."""
        ...

    def waiting(self, now: datetime) -> Sequence[Waiting]: ...
