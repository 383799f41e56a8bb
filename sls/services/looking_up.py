"""Looking up: what a delivery belongs to, and whether anybody still waits for it."""

from datetime import datetime

from sls.domain.deliveries import Delivery
from sls.domain.purposes import Purpose, Waiting
from sls.ports import UnitOfWork


def is_wanted(unit: UnitOfWork, delivery: Delivery, now: datetime) -> bool:
    """Whether what a delivery carries is still of use to whoever asked for it."""
    code = unit.codes.get(delivery.code_id) if delivery.code_id is not None else None
    return delivery.is_wanted(code, _subject(unit, delivery), now)


def _subject(unit: UnitOfWork, delivery: Delivery) -> Waiting | None:
    """Return what the delivery's code opens; where each purpose keeps its subjects is said here."""
    match delivery.purpose:
        case Purpose.LOGIN:
            return unit.logins.get(delivery.login_id)
        case Purpose.VERIFICATION:
            return unit.verifications.get(delivery.login_id)
        case Purpose.PIN_CHANGE:
            return unit.pins.get(delivery.login_id)
        case Purpose.VERIFICATION:
            return unit.verifications.get(delivery.login_id)
        case Purpose.PIN_CHANGE:
            return unit.pins.get(delivery.login_id)
        case Purpose.ACTIVATION:
            return unit.bindings.activation(delivery.login_id)
        case Purpose.NUMBER_CHANGE:
            return unit.bindings.number_change(delivery.login_id)
    return None
