"""Resetting PINs: an agent makes a PIN invalid that is not known any more (F7, 6.4.6 of the ASVS).

The agent has made sure by phone who asks, and never sees or sets a PIN: the customer sets the next
one, proved by the device itself. A factor that rests after too many failures is freed with it.
"""

from sls.domain.errors import FactorUnavailable
from sls.domain.pins import PinReset
from sls.domain.security_errors import PinNotUsed
from sls.ports import Clock, Randomness, UnitsOfWork


class ResettingPins:
    """The agent's use case."""

    def __init__(self, units: UnitsOfWork, clock: Clock, randomness: Randomness) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness

    def force_reset(self, username: str, factor_id: str, agent: str) -> PinReset:
        """Make the PIN of a device invalid, on record with the agent's name.

        Raises:
            FactorUnavailable: no such customer or device.
            PinNotUsed: this device has no PIN.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            factor = unit.customers.factor_to_change(factor_id)
            device = unit.devices.get(factor_id)
            is_theirs = customer is not None and factor and factor.customer_id == customer.id
            if factor is None or device is None or not is_theirs or factor.is_over(now):
                raise FactorUnavailable
            if device.sealed_pin is None and not device.lacks_pin(factor.kind):
                raise PinNotUsed
            device.sealed_pin = None
            factor.succeed()
            unit.pins.end_pending(factor.id, now)
            reset = PinReset(self._randomness.token(), factor.id, agent, now)
            unit.pins.add_reset(reset)
            return reset
