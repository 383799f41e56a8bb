"""The twin of the repository of calls to our line, in memory."""

from datetime import datetime

from sls.domain.caller_proofs import CallerProof
from sls.domain.deliveries import Delivery
from sls.domain.line_calls import LineCall
from sls.domain.purposes import Purpose
from tests.fakes.database import insert


class MemoryLineCalls:
    """Holds the calls, by the provider's id."""

    def __init__(
        self,
        store: dict[str, LineCall],
        proofs: dict[str, CallerProof],
        deliveries: dict[str, Delivery],
    ) -> None:
        self._store = store
        self._proofs = proofs
        self._deliveries = deliveries

    def get_to_change(self, sid: str) -> LineCall | None:
        return self._store.get(sid)

    def add(self, call: LineCall) -> None:
        insert(self._store, call.sid, call)

    def latest_from(self, caller: bytes, since: datetime) -> LineCall | None:
        theirs = [e for e in self._store.values() if e.caller == caller and e.last_at >= since]
        newest_first = sorted(theirs, key=lambda e: (-e.last_at.timestamp(), e.sid))
        return newest_first[0] if newest_first else None

    def add_proof(self, proof: CallerProof) -> None:
        insert(self._proofs, proof.id, proof)

    def proof(self, proof_id: str) -> CallerProof | None:
        return self._proofs.get(proof_id)

    def proof_of(self, sid: str) -> CallerProof | None:
        theirs = [each for each in self._proofs.values() if each.sid == sid]
        newest_first = sorted(theirs, key=lambda e: (-e.created_at.timestamp(), e.id))
        return newest_first[0] if newest_first else None

    def proofs_since(self, customer_id: str, since: datetime) -> int:
        return sum(e.of == customer_id and e.created_at > since for e in self._proofs.values())

    def texts_since(self, number: str, since: datetime) -> int:
        sent = [each for each in self._deliveries.values() if each.purpose is Purpose.ANSWER]
        return sum(each.number == number and each.created_at > since for each in sent)
