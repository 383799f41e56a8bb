"""The twin of the pick-up numbers, in memory."""

from datetime import datetime

from sls.domain.pick_ups import PickUp


class MemoryPickUps:
    """Holds what was put down, by digest."""

    def __init__(self, store: dict[bytes, PickUp]) -> None:
        self._store = store

    def add(self, pick_up: PickUp) -> None:
        self._store[pick_up.digest] = pick_up

    def has(self, digest: bytes) -> bool:
        return digest in self._store

    def take(self, digest: bytes, now: datetime) -> PickUp | None:
        found = self._store.get(digest)
        if found is None or not found.is_live(now):
            return None
        found.used_at = now
        return found
