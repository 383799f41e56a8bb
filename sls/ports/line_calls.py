"""Calls to our line: where they are kept, and how a transport talks with one."""

from datetime import datetime
from typing import Protocol

from sls.domain.caller_proofs import CallerProof
from sls.domain.calls import CallTurn, Speech
from sls.domain.line_calls import LineCall


class LineCalls(Protocol):
    """The calls to our line."""

    def get_to_change(self, sid: str) -> LineCall | None:
        """Return a call that nobody else may change until this transaction ends."""
        ...

    def add(self, call: LineCall) -> None: ...
    def latest_from(self, caller: bytes, since: datetime) -> LineCall | None:
        """Return the newest call from a number in which something happened since then."""
        ...

    def add_proof(self, proof: CallerProof) -> None: ...
    def proof(self, proof_id: str) -> CallerProof | None: ...
    def proof_of(self, sid: str) -> CallerProof | None:
        """Return the newest proof of a call, which nobody changes but who holds the call."""
        ...

    def proofs_since(self, customer_id: str, since: datetime) -> int:
        """Return how often a code was sent to a customer for this since a moment."""
        ...

    def texts_since(self, number: str, since: datetime) -> int:
        """Return how many answers were texted to a number since a moment."""
        ...


class PhoneDialogue(Protocol):
    """A turn in, speech out: whatever carries the call, be it requests or a stream."""

    def answer(self, sid: str, caller: str) -> Speech:
        """A call comes in: say the first words."""
        ...

    def hear(self, sid: str, turn: int, said: CallTurn) -> Speech:
        """Take what came back on a turn, once.

        Raises:
            CallRefused: there is no such call, or it has not come to this turn.
        """
        ...

    def wait(self, sid: str, turn: int, caller: str = "") -> Speech:
        """Look whether words have been understood meanwhile.

        Raises:
            CallRefused: as `hear`.
        """
        ...

    def connected(self, sid: str, turn: int, *, is_bridged: bool = True) -> Speech:
        """Take what became of connecting the call with a person, though the caller be gone.

        `is_bridged` is what the provider tells: whether the two ever heard each other.

        Raises:
            CallRefused: as `hear`.
        """
        ...

    def end(self, sid: str) -> None:
        """The call is over."""
        ...
