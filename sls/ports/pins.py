"""The repository of changes and resets of PINs."""

from datetime import datetime
from typing import Protocol

from sls.domain.pins import PinChange, PinReset


class Pins(Protocol):
    """Changes of PIN under way, and the record of resets."""

    def get(self, change_id: str) -> PinChange | None: ...
    def add(self, change: PinChange) -> None: ...
    def end_pending(self, factor_id: str, now: datetime) -> None:
        """End every change of this device's PIN that still waits, and forget its new PIN."""
        ...

    def charge_attempt(self, change_id: str, now: datetime) -> bool:
        """Charge one try if it is live and has one left; say whether it did."""
        ...

    def add_reset(self, reset: PinReset) -> None: ...
