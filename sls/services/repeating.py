"""Repeating: a request that carries its caller's key is done once, and answered each time."""

from dataclasses import dataclass
from datetime import timedelta

from sls.domain.errors import AnswerNotKept, KeyReused, RequestRunning
from sls.domain.retention import ANSWERS_LAST
from sls.ports import Clock, SecretVault, UnitOfWork, UnitsOfWork
from sls.ports.idempotency import KeyedDigest, RememberedRequest

# After so long whoever was at it is gone, and the request may be begun anew.
REQUEST_MAY_LAST = timedelta(minutes=1)


@dataclass(frozen=True)
class Answer:
    """What was answered to the first request."""

    status: int
    body: bytes


class Repeating:
    """The use cases around a request with a key."""

    def __init__(
        self, units: UnitsOfWork, clock: Clock, vault: SecretVault, digests: KeyedDigest
    ) -> None:
        self._units = units
        self._clock = clock
        self._vault = vault
        self._digests = digests

    def begin(self, caller: str, key: str, message: bytes) -> Answer | None:
        """Return what was answered before, or None where the request is to be done now.

        Raises:
            KeyReused: the key belongs to another request.
            RequestRunning: the first request is not done yet.
            AnswerNotKept: it was done, but its answer held a secret and is told only once.
        """
        now = self._clock.now()
        request = RememberedRequest(caller, key, self._digests.digest(message), now)
        with self._units.write() as unit:
            earlier = unit.remembered_requests.get(caller, key)
            if earlier is not None and earlier.begun_at <= now - ANSWERS_LAST:
                unit.remembered_requests.forget(caller, key)
                earlier = None
            if earlier is None:
                _taken(unit.remembered_requests.begin(request))
                return None
            if earlier.digest != request.digest:
                raise KeyReused
            return self._answer(unit, earlier)

    def finish(self, caller: str, key: str, answer: Answer, *, holds_secret: bool) -> None:
        """Remember the answer, sealed; one that holds a secret is remembered as given only."""
        sealed = None if holds_secret else self._vault.seal(answer.body, _place(caller, key))
        with self._units.write() as unit:
            unit.remembered_requests.finish(caller, key, answer.status, sealed)

    def abandon(self, caller: str, key: str) -> None:
        """Forget a request that changed nothing: the same key may be tried again."""
        with self._units.write() as unit:
            unit.remembered_requests.forget(caller, key)

    def _answer(self, unit: UnitOfWork, earlier: RememberedRequest) -> Answer | None:
        now = self._clock.now()
        if earlier.status is None:
            if now < earlier.begun_at + REQUEST_MAY_LAST:
                raise RequestRunning
            _taken(unit.remembered_requests.take_over(earlier, now))
            return None
        if earlier.sealed_body is None:
            raise AnswerNotKept
        body = self._vault.unseal(earlier.sealed_body, _place(earlier.caller, earlier.key))
        return Answer(earlier.status, body)


def _taken(is_ours: bool) -> None:
    if not is_ours:
        raise RequestRunning


def _place(caller: str, key: str) -> str:
    return f"idempotent_requests|{caller}|{key}|sealed_body"
