"""Purging: personal data ends when its period is over; once a day, by whichever worker is first."""

from datetime import datetime
from typing import Any

from sls.domain.audit import SYSTEM, AuditKind
from sls.domain.retention import PURGE_EVERY, Kept, Retention
from sls.ports import Clock, UnitsOfWork
from sls.services.auditing import record

# Small enough that nobody who writes at the same time has to wait long.
BATCH = 200


class PurgingData:
    """The use cases of the daily purge."""

    def __init__(self, units: UnitsOfWork, clock: Clock, retention: Retention) -> None:
        self._units = units
        self._clock = clock
        self._retention = retention

    def purge_daily(self) -> dict[Kept, int] | None:
        """Purge, unless that was done within a day; return how many rows of each kind."""
        now = self._clock.now()
        with self._units.write() as unit:
            is_ours = unit.retention.begin_purge(now, PURGE_EVERY)
        return self.purge(now) if is_ours else None

    def purge(self, now: datetime) -> dict[Kept, int]:
        """Take out all that is over; done again it finds nothing more."""
        purged = {kept: self._purge(kept, now) for kept in Kept}
        found: dict[str, Any] = {kept.value: count for kept, count in purged.items() if count}
        if found:
            with self._units.write() as unit:
                record(unit, AuditKind.DATA_PURGED, now, actor=SYSTEM, **found)
        return purged

    def _purge(self, kept: Kept, now: datetime) -> int:
        """Work in batches, each a transaction of its own, until a batch finds nothing."""
        before, total = self._retention.ends_before(kept, now), 0
        while True:
            with self._units.write() as unit:
                count = unit.retention.purge(kept, before, BATCH)
            total += count
            if count == 0:
                return total
