"""Personal data ends once a day, whoever starts how often; on record is how much, not whose."""

from datetime import timedelta

import pytest

from sls.domain.retention import TRACES_LAST, Kept, Retention
from sls.services.purging import BATCH, PurgingData
from tests.fakes.clock import ManualClock
from tests.fakes.repositories import MemoryUnitsOfWork

DAY = timedelta(days=1)
PERIODS = {kept: 40 * DAY for kept in Kept if kept is not Kept.TRACES}


class Cellar:
    """Purging on twins."""

    def __init__(self) -> None:
        self.clock, self.units = ManualClock(), MemoryUnitsOfWork()
        self.purging = self.starts_anew()

    def starts_anew(self) -> PurgingData:
        """Return the purging of a worker that has just been started."""
        return PurgingData(self.units, self.clock, Retention(PERIODS))

    def holds(self, kept: Kept, count: int) -> None:
        """Let so many rows be over."""
        with self.units.write() as unit:
            unit.store.to_purge[kept] = count

    def entries(self):
        """Return what is on record."""
        with self.units.read() as unit:
            return unit.audit.entries(0, 100)


@pytest.fixture
def cellar() -> Cellar:
    """Give a place where data is kept."""
    return Cellar()


def test_every_kind_is_purged_by_its_own_period(cellar):
    cellar.purging.purge(cellar.clock.now())

    with cellar.units.read() as unit:
        purged = dict(unit.store.purged)
    assert set(purged) == set(Kept)
    assert purged[Kept.LOGINS] == cellar.clock.now() - 40 * DAY
    assert purged[Kept.TRACES] == cellar.clock.now() - TRACES_LAST


def test_a_purge_goes_on_until_nothing_is_left(cellar):
    cellar.holds(Kept.CONVERSATIONS, 2 * BATCH + 7)

    assert cellar.purging.purge(cellar.clock.now())[Kept.CONVERSATIONS] == 2 * BATCH + 7
    assert cellar.purging.purge(cellar.clock.now())[Kept.CONVERSATIONS] == 0


def test_it_is_recorded_how_much_went(cellar):
    cellar.holds(Kept.CONVERSATIONS, 7)

    cellar.purging.purge(cellar.clock.now())
    cellar.purging.purge(cellar.clock.now())

    (entry,) = cellar.entries()
    assert (entry.kind, entry.actor, entry.data) == ("DataPurged", "system", {"conversations": 7})


def test_a_purge_is_done_once_a_day_whatever_is_restarted(cellar):
    assert cellar.purging.purge_daily() is not None
    cellar.clock.advance(DAY - timedelta(seconds=1))
    assert cellar.purging.purge_daily() is None
    assert cellar.starts_anew().purge_daily() is None

    cellar.clock.advance(seconds=1)

    assert cellar.starts_anew().purge_daily() is not None
    assert cellar.purging.purge_daily() is None
