"""What is remembered of requests that carry a key of their caller's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class RememberedRequest:
    """A request under way, or done; without a body its answer held a secret."""

    caller: str
    key: str
    digest: str
    begun_at: datetime
    status: int | None = None
    sealed_body: bytes | None = None


class RememberedRequests(Protocol):
    """The requests of the last day."""

    def get(self, caller: str, key: str) -> RememberedRequest | None: ...
    def begin(self, request: RememberedRequest) -> bool:
        """Note a request as under way; only one caller gets True."""
        ...

    def take_over(self, request: RememberedRequest, now: datetime) -> bool:
        """Begin anew a request that nobody finished; only one caller gets True."""
        ...

    def finish(self, caller: str, key: str, status: int, sealed_body: bytes | None) -> None: ...
    def forget(self, caller: str, key: str) -> None: ...
    def forget_before(self, moment: datetime) -> int:
        """Forget the requests that were begun before a moment; return how many."""
        ...


class KeyedDigest(Protocol):
    """A digest that nobody without our key can try guesses against."""

    def digest(self, message: bytes) -> str:
        """Return the digest of a message."""
        ...
