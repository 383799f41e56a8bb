"""Proving a caller: a code to the number on file, if that is the number that calls.

Whether it is on file or not, the same is said and done, and as many tries are taken.
"""

from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.caller_proofs import MAX_PROOFS, PROOF_LIFETIME, PROOFS_WINDOW, CallerProof
from sls.domain.customers import Customer
from sls.domain.errors import Refusal
from sls.domain.line_calls import LineCall
from sls.domain.numbers import cooling_off_until
from sls.ports import Randomness, UnitOfWork
from sls.services.auditing import record
from sls.services.judging import Judging
from sls.services.sending import Errand, Sending


class ProvingCaller:
    """Sends the code and judges what is typed."""

    def __init__(self, sending: Sending, judging: Judging, randomness: Randomness) -> None:
        self._sending = sending
        self._judging = judging
        self._randomness = randomness

    def begin(
        self, unit: UnitOfWork, call: LineCall, number: str, language: str, now: datetime
    ) -> None:
        """Send a code to the number that calls, if one customer has it on file."""
        customer = _whose(unit, number, now)
        proof = CallerProof(
            id=self._randomness.token(),
            sid=call.sid,
            of=customer.id if customer else None,
            created_at=now,
            expires_at=now + PROOF_LIFETIME,
        )
        if customer is not None:
            try:
                self._sending.send(unit, Errand(proof, number, language), now)
            except Refusal:
                proof.of = None  # the caller hears neither that nor why it was refused
        unit.line_calls.add_proof(proof)

    def charge(self, unit: UnitOfWork, call: LineCall, now: datetime) -> bool:
        """Charge a try; whoever calls this commits before `take`."""
        proof = unit.line_calls.proof_of(call.sid)
        if proof is None or not proof.charge(now):
            return False
        _record(unit, AuditKind.RESPONSE_TRIED, proof, now)
        return True

    def take(self, unit: UnitOfWork, call: LineCall, code: str, now: datetime) -> str | None:
        """Return the id of the customer who has been proved to call, or None."""
        proof = unit.line_calls.proof_of(call.sid)
        if proof is None or not self._judging.is_code(unit, proof, code, now):
            return None
        proof.prove(now)
        _record(unit, AuditKind.VERIFICATION_GIVEN, proof, now)
        return proof.of

    def is_open(self, unit: UnitOfWork, call: LineCall, now: datetime) -> bool:
        """Whether the code may still be typed."""
        proof = unit.line_calls.proof_of(call.sid)
        return proof is not None and proof.is_live(now)


def _record(unit: UnitOfWork, kind: AuditKind, proof: CallerProof, now: datetime) -> None:
    if proof.of is not None:
        record(unit, kind, now, customer=proof.of, subject=proof.id, purpose=proof.purpose)


def _whose(unit: UnitOfWork, number: str, now: datetime) -> Customer | None:
    """Return the one customer with this number on file, if codes may go there now."""
    customers = unit.customers.with_number(number) if number else ()
    if len(customers) != 1:
        return None
    (customer,) = customers
    change = unit.bindings.last_number_change(customer.id)
    factors = unit.customers.factors_of(customer.id)
    is_new = cooling_off_until(number, change, factors, now) is not None
    unit.deliveries.lock_number(number)  # from the count to the code, nobody else counts
    earlier = unit.line_calls.proofs_since(customer.id, now - PROOFS_WINDOW)
    return None if is_new or earlier >= MAX_PROOFS else customer
