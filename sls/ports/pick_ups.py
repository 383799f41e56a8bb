"""Where walks wait to be picked up."""

from datetime import datetime
from typing import Protocol

from sls.domain.pick_ups import PickUp


class PickUpNumbers(Protocol):
    """Keeps pick-up numbers unreadable."""

    def digest(self, number: str) -> bytes:
        """Return the keyed digest of a number."""
        ...


class PickUps(Protocol):
    """Walks that were put down, by the digests of their numbers."""

    def add(self, pick_up: PickUp) -> None: ...
    def has(self, digest: bytes) -> bool:
        """Whether a number was ever given, used or not."""
        ...

    def take(self, digest: bytes, now: datetime) -> PickUp | None:
        """Use a live number up and return what waits under it; only one caller gets it."""
        ...
