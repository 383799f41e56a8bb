"""Looking up: what a delivery belongs to, and whether anybody still waits for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sls.domain.deliveries import Delivery
from sls.domain.purposes import Awaiting, Purpose, Subject, Waiting
from sls.ports import UnitOfWork


class _Shelved(Subject, Waiting, Protocol):
    """What a code is for, and waits for it."""


def is_wanted(unit: UnitOfWork, delivery: Delivery, now: datetime) -> bool:
    """Whether what a delivery carries is still of use to whoever asked for it."""
    code = unit.codes.get(delivery.code_id) if delivery.code_id is not None else None
    return delivery.is_wanted(code, _subject(unit, delivery), now)


def owner_of(unit: UnitOfWork, delivery: Delivery) -> str | None:
    """Return the id of the customer whom a delivery's code is for."""
    subject = _subject(unit, delivery)
    return None if subject is None else subject.customer_id


def awaiting_of(unit: UnitOfWork, delivery: Delivery) -> Awaiting | None:
    """Return the login or verification that a delivery's code is for, if it is for one."""
    if delivery.purpose is Purpose.LOGIN:
        return unit.logins.get(delivery.login_id)
    if delivery.purpose is Purpose.VERIFICATION:
        return unit.verifications.get(delivery.login_id)
    return None


def _subject(unit: UnitOfWork, delivery: Delivery) -> "_Shelved | None":
    """Return what the delivery's code opens; here alone stands where each purpose keeps its own."""
    shelves: dict[Purpose, Callable[[str], _Shelved | None]] = {
        Purpose.LOGIN: unit.logins.get,
        Purpose.VERIFICATION: unit.verifications.get,
        Purpose.PIN_CHANGE: unit.pins.get,
        Purpose.ACTIVATION: unit.bindings.activation,
        Purpose.NUMBER_CHANGE: unit.bindings.number_change,
        Purpose.CALLER: unit.line_calls.proof,
        Purpose.CALLBACK: unit.help_requests.get,
    }
    shelf = shelves.get(delivery.purpose)
    return shelf(delivery.login_id) if shelf is not None else None
