"""People who each ask for one call, each at a number of their own, and what became of them."""

from dataclasses import dataclass
from typing import Any

from benchmarks.people import logging_in
from sls.core import Core
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel

# Area codes; in each, every person has a number of their own.
_AREAS = (202, 212, 213, 305, 312, 404, 415, 503, 512, 617, 646, 702)
_EXCHANGES = range(200, 900)


@dataclass(frozen=True)
class Victim:
    """Somebody who asked for a call, and the delivery that owes it."""

    number: str
    delivery_id: str


def ask_for_a_call(core: Core, index: int) -> Victim:
    """Let a new customer, who is logging in, ask for a code by voice."""
    login, number = enrol(core, f"victim-{index}", index)
    delivery = core.logging_in.request_code(login, Channel.VOICE, None)
    return Victim(number, delivery.id)


def number_of(index: int) -> str:
    """Return the number of a person; a thousand neighbours are in a thousand blocks of numbers."""
    area = _AREAS[index % len(_AREAS)]
    exchange = _EXCHANGES[index // len(_AREAS) % len(_EXCHANGES)]
    return f"+1{area}{exchange}{index // (len(_AREAS) * len(_EXCHANGES)):04d}"


def delivery_of(core: Core, victim: Victim) -> Delivery:
    """Return what the database holds of a person's call."""
    with core.units.read() as unit:
        found = unit.deliveries.get(victim.delivery_id)
    assert found is not None
    return found


def is_settled(delivery: Delivery) -> bool:
    """Whether nobody has to do anything more about a call: it rings, or has ended."""
    return delivery.is_over or delivery.state is DeliveryState.RINGING


def enrol(core: Core, name: str, index: int) -> tuple[str, str]:
    """Put a customer who is logging in into the database; return the login and the number."""
    number = number_of(index)
    customer, factor, login = logging_in(core, name, number)
    with core.units.write() as unit:
        session: Any = unit.session  # type: ignore[attr-defined]
        for row in (customer, factor, login):
            session.add(row)
            session.flush()
    return login.id, number
