"""Reviewing misses: a person looks at what was not understood, and says what it means."""

from collections.abc import Sequence

from sls.domain.misses import Miss
from sls.ports import Clock, UnitsOfWork


class ReviewingMisses:
    """The use cases of whoever lets understanding grow."""

    def __init__(self, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def waiting(self, limit: int) -> Sequence[Miss]:
        """Return what nobody has looked at, oldest first."""
        with self._units.read() as unit:
            return unit.misses.unreviewed(limit)

    def review(self, miss_id: int) -> None:
        """Note that a person has looked at a miss; one that ended meanwhile is left alone."""
        with self._units.write() as unit:
            miss = unit.misses.get(miss_id)
            if miss is not None:
                miss.reviewed_at = self._clock.now()
