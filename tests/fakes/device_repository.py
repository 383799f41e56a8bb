"""The repository of devices, their challenges and the used cells of cards, in memory."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.challenges import Challenge, Device
from sls.domain.purposes import Subject
from tests.fakes.database import Store, insert


class MemoryDevices:
    """Devices, challenges and used cells."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, factor_id: str) -> Device | None:
        return self._store.devices.get(factor_id)

    def add_challenge(self, challenge: Challenge) -> None:
        insert(self._store.challenges, challenge.id, challenge)

    def live_challenge(self, subject: Subject, now: datetime) -> Challenge | None:
        live = [e for e in self._unused(subject) if e.expires_at > now]
        return max(live, key=lambda challenge: challenge.created_at, default=None)

    def void_challenges(self, subject: Subject, now: datetime) -> None:
        for challenge in self._unused(subject):
            challenge.consumed_at = now

    def consume(self, challenge_id: str, now: datetime) -> bool:
        challenge = self._store.challenges.get(challenge_id)
        if challenge is None or not challenge.is_live(now):
            return False
        challenge.consumed_at = now
        return True

    def questions_of(self, factor_id: str) -> Sequence[str]:
        challenges = self._store.challenges.values()
        return [each.question for each in challenges if each.factor_id == factor_id]

    def used_cells(self, factor_id: str) -> frozenset[str]:
        return frozenset(cell for owner, cell in self._store.used_cells if owner == factor_id)

    def use_cells(self, factor_id: str, cells: Sequence[str], now: datetime) -> bool:
        if self.used_cells(factor_id) & set(cells):
            return False
        self._store.used_cells.update((factor_id, cell) for cell in cells)
        return True

    def _unused(self, subject: Subject) -> list[Challenge]:
        asked = (subject.purpose, subject.id)
        unused = [e for e in self._store.challenges.values() if e.consumed_at is None]
        return [each for each in unused if (each.purpose, each.subject_id) == asked]
