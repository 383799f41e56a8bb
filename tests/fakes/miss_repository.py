"""The twin of the repository of missed words, in memory."""

from collections.abc import Sequence

from sls.domain.misses import Miss


class MemoryMisses:
    """Missed words, in the order in which they were said."""

    def __init__(self, store: list[Miss]) -> None:
        self._store = store

    def add(self, miss: Miss) -> None:
        miss.id = len(self._store) + 1
        self._store.append(miss)

    def get(self, miss_id: int) -> Miss | None:
        return next((each for each in self._store if each.id == miss_id), None)

    def latest_of(self, conversation_id: str) -> Miss | None:
        of_conversation = [e for e in self._store if e.conversation_id == conversation_id]
        return of_conversation[-1] if of_conversation else None

    def unreviewed(self, limit: int) -> Sequence[Miss]:
        return [each for each in self._store if each.reviewed_at is None][:limit]
