"""How often one network address may type a wrong pick-up number (design 5.4: five tries)."""

import threading
from datetime import datetime, timedelta

from sls.domain.pick_ups import MAX_PICK_UP_TRIES, PICK_UP_LIFETIME
from sls.ports import Clock

MAX_ADDRESSES = 10_000


class Tries:
    """The wrong numbers of the last fifteen minutes, by address, of one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._charged: dict[str, list[datetime]] = {}

    def charge(self, address: str) -> timedelta | None:
        """Charge one try before anything is compared; return how long to wait if none is left."""
        now = self._clock.now()
        with self._lock:
            recent = self._recent(address, now)
            if len(recent) >= MAX_PICK_UP_TRIES:
                return recent[0] + PICK_UP_LIFETIME - now
            self._charged[address] = [*recent, now]
            if len(self._charged) > MAX_ADDRESSES:
                self._forget_old(now)
        return None

    def give_back(self, address: str) -> None:
        """The number was right, so the try costs nothing; earlier ones stay charged."""
        with self._lock:
            self._charged[address] = self._charged.get(address, [])[:-1]

    def _recent(self, address: str, now: datetime) -> list[datetime]:
        charged = self._charged.get(address, [])
        return [moment for moment in charged if now - moment < PICK_UP_LIFETIME]

    def _forget_old(self, now: datetime) -> None:
        kept = {address: self._recent(address, now) for address in self._charged}
        self._charged = {address: recent for address, recent in kept.items() if recent}
