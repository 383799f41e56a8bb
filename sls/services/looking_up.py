"""Looking up: what a delivery belongs to, and whether anybody still waits for it."""

from collections.abc import Callable
from datetime import datetime

from sls.domain.deliveries import Delivery
from sls.domain.purposes import Purpose, Waiting
from sls.ports import UnitOfWork


def is_wanted(unit: UnitOfWork, delivery: Delivery, now: datetime) -> bool:
    """Whether what a delivery carries is still of use to whoever asked for it."""
    code = unit.codes.get(delivery.code_id) if delivery.code_id is not None else None
    return delivery.is_wanted(code, _subject(unit, delivery), now)


def _subject(unit: UnitOfWork, delivery: Delivery) -> Waiting | None:
    """Return what the delivery's code opens; here alone stands where each purpose keeps its own."""
    shelves: dict[Purpose, Callable[[str], Waiting | None]] = {
        Purpose.LOGIN: unit.logins.get,
        Purpose.VERIFICATION: unit.verifications.get,
        Purpose.PIN_CHANGE: unit.pins.get,
        Purpose.ACTIVATION: unit.bindings.activation,
        Purpose.NUMBER_CHANGE: unit.bindings.number_change,
    }
    shelf = shelves.get(delivery.purpose)
    return shelf(delivery.login_id) if shelf is not None else None
