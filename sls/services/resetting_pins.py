"""Resetting PINs: an agent makes a PIN invalid that is not known any more (F7, 6.4.6 of the ASVS).

The agent has made sure by phone who asks, and never sees or sets a PIN: the customer sets the next
one, proved by the device itself. A factor that rests after too many failures is freed with it.
"""

from sls.domain.audit import AuditKind, agent_named
from sls.domain.errors import FactorUnavailable
from sls.domain.messages import Utterance
from sls.domain.pins import PinReset
from sls.domain.security_errors import PinNotUsed
from sls.ports import Clock, Randomness, UnitsOfWork
from sls.services.auditing import record
from sls.services.notifying import Notifying


class ResettingPins:
    """The agent's use case."""

    def __init__(
        self, units: UnitsOfWork, clock: Clock, randomness: Randomness, notifying: Notifying
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._notifying = notifying

    def force_reset(self, username: str, factor_id: str, agent: str) -> PinReset:
        """Make the PIN of a device invalid, on record with the agent's name.

        Raises:
            FactorUnavailable: no such customer or device.
            PinNotUsed: this device has no PIN.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            # Before the factor and its device are locked, as by whoever proves a change.
            unit.pins.end_pending(factor_id, now)
            factor = unit.customers.factor_to_change(factor_id)
            device = unit.devices.get(factor_id)
            if customer is None or factor is None or device is None or factor.is_over(now):
                raise FactorUnavailable
            if factor.customer_id != customer.id:
                raise FactorUnavailable
            if device.sealed_pin is None and not device.lacks_pin(factor.kind):
                raise PinNotUsed
            device.sealed_pin = None
            factor.succeed()
            reset = PinReset(self._randomness.token(), factor.id, agent, now)
            unit.pins.add_reset(reset)
            kind, actor = AuditKind.PIN_RESET, agent_named(agent)
            record(unit, kind, now, customer=customer.id, subject=factor.id, actor=actor)
            news = Utterance("notice.pin_reset", {"device": Utterance(f"factor.{factor.kind}")})
            self._notifying.tell(unit, customer, news, now)
            return reset
