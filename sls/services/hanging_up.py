"""Hanging up: calls that nobody needs any more are ended by workers, never inside a web request.

A call is called off first, which is committed, and its line hung up then: whatever crashes, what
the provider tells afterwards changes nothing, and the hanging up is done by the next round.
"""

from datetime import timedelta

from sls.domain.deliveries import DeliveryState
from sls.domain.endings import End
from sls.domain.errors import GatewayError
from sls.ports import Clock, TelephonyGateway, UnitsOfWork
from sls.services.reporting import Reporting

_TRY_AGAIN_AFTER = timedelta(seconds=2)


class HangingUp:
    """The worker's use cases for calls that are not needed."""

    def __init__(
        self, units: UnitsOfWork, clock: Clock, gateway: TelephonyGateway, reporting: Reporting
    ) -> None:
        self._units = units
        self._clock = clock
        self._gateway = gateway
        self._reporting = reporting

    def work_once(self) -> int:
        """Call off what is not needed and hang up what was called off; return how many."""
        with self._units.read() as unit:
            unneeded = unit.live_calls.unneeded(self._clock.now())
        for delivery_id in unneeded:
            self._call_off(delivery_id)
        with self._units.read() as unit:
            waiting = unit.live_calls.to_hang_up(self._clock.now())
        for delivery_id in waiting:
            self._hang_up(delivery_id)
        return len(waiting)

    def _call_off(self, delivery_id: str) -> None:
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.get(delivery_id)
            # Since the look it may have ended by itself, or been put through to a person.
            if delivery is None or delivery_id not in unit.live_calls.unneeded(now):
                return
            if delivery.call_off(DeliveryState.EXPIRED, now, End.NOT_NEEDED.value):
                self._reporting.report(unit, delivery, now)

    def _hang_up(self, delivery_id: str) -> None:
        with self._units.read() as unit:
            delivery = unit.deliveries.get(delivery_id)
        if delivery is None or delivery.provider_sid is None:
            return
        try:
            self._gateway.end_call(delivery.provider_sid)
            next_try = None
        except GatewayError as error:
            now = self._clock.now()
            is_hopeless = not (error.is_retryable or error.is_outcome_unknown)
            next_try = None if is_hopeless or delivery.is_forgotten(now) else now + _TRY_AGAIN_AFTER
        with self._units.write() as unit:
            hung_up = unit.deliveries.get(delivery_id)
            assert hung_up is not None
            hung_up.hang_up_at = next_try
