"""Offering instead: who waits long for a call to ring is offered a text message, once (F2)."""

from datetime import timedelta

from sls.domain.deliveries import NOT_RUNG_YET
from sls.ports import Clock, UnitsOfWork
from sls.services.reporting import Reporting

PATIENCE = timedelta(seconds=20)


class OfferingInstead:
    """The worker's look at calls that do not ring."""

    def __init__(self, units: UnitsOfWork, clock: Clock, reporting: Reporting) -> None:
        self._units = units
        self._clock = clock
        self._reporting = reporting

    def work_once(self) -> int:
        """Tell the chats whose call has not rung in time; return how many."""
        now = self._clock.now()
        with self._units.read() as unit:
            slow = unit.live_calls.slow(now - PATIENCE)
        for delivery_id in slow:
            with self._units.write() as unit:
                delivery = unit.deliveries.get(delivery_id)
                # Since the look it may have rung, or another worker may have told.
                is_told = delivery is None or delivery.slow_since is not None
                if delivery is None or is_told or delivery.state not in NOT_RUNG_YET:
                    continue
                delivery.slow_since = now
                self._reporting.tell_slow(unit, delivery, now)
        return len(slow)
