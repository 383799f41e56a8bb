"""The repository of calls to our line, on SQLAlchemy."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sls.adapters.line_tables import caller_proofs, line_calls
from sls.adapters.locks import held, hold_name
from sls.adapters.tables import deliveries
from sls.domain.caller_proofs import CallerProof
from sls.domain.line_calls import LineCall
from sls.domain.purposes import Purpose


class SqlLineCalls:
    """Calls to our line, by the provider's id."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_to_change(self, sid: str) -> LineCall | None:
        # Also one that is not there yet: two requests may both find it missing.
        hold_name(self._session, f"line call {sid}")
        return held(self._session, LineCall, sid)

    def add(self, call: LineCall) -> None:
        self._session.add(call)
        self._session.flush()

    def latest_from(self, caller: bytes, since: datetime) -> LineCall | None:
        call = line_calls.c
        query = (
            select(LineCall)
            .where(call.caller == caller, call.last_at >= since)
            .order_by(call.last_at.desc(), call.sid)
            .limit(1)
        )
        return self._session.scalars(query).one_or_none()

    def add_proof(self, proof: CallerProof) -> None:
        self._session.add(proof)
        self._session.flush()

    def proof(self, proof_id: str) -> CallerProof | None:
        return self._session.get(CallerProof, proof_id)

    def proof_of(self, sid: str) -> CallerProof | None:
        proof = caller_proofs.c
        newest = select(CallerProof).where(proof.sid == sid)
        query = newest.order_by(proof.created_at.desc(), proof.id).limit(1)
        return self._session.scalars(query).one_or_none()

    def proofs_since(self, customer_id: str, since: datetime) -> int:
        proof = caller_proofs.c
        query = select(func.count()).where(proof.of == customer_id, proof.created_at > since)
        return self._session.scalar(query) or 0

    def texts_since(self, number: str, since: datetime) -> int:
        sent = deliveries.c
        to_it = select(func.count()).where(sent.number == number, sent.created_at > since)
        return self._session.scalar(to_it.where(sent.purpose == Purpose.ANSWER)) or 0
