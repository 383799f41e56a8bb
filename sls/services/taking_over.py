"""Taking over: an agent picks up a customer's walk by its number, without a conversation."""

from sls.domain.pick_ups import PickUp, pick_up_number
from sls.ports import Clock, UnitsOfWork
from sls.ports.pick_ups import PickUpNumbers


class TakingOver:
    """Takes pick-up numbers at the desk; how often one may try is the desk's to count."""

    def __init__(self, units: UnitsOfWork, clock: Clock, numbers: PickUpNumbers) -> None:
        self._units = units
        self._clock = clock
        self._numbers = numbers

    def pick_up(self, typed: str) -> PickUp | None:
        """Use a number up and return what waits under it; None if it is wrong, used or expired."""
        number = pick_up_number(typed)
        if number is None:
            return None
        with self._units.write() as unit:
            return unit.pick_ups.take(self._numbers.digest(number), self._clock.now())
