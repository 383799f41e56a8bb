"""Where a turn of a call to our line is taken."""

from dataclasses import dataclass

from sls.domain.conversations import Conversation
from sls.domain.line_calls import LineCall
from sls.ports import UnitOfWork


@dataclass(frozen=True)
class At:
    """Where a turn is taken; `caller` is the other end's number as far as it is told.

    `is_slip` if a key came so soon after a mistake that both were pressed as one.
    """

    unit: UnitOfWork
    call: LineCall
    conversation: Conversation
    caller: str = ""
    is_slip: bool = False


def at_call(unit: UnitOfWork, call: LineCall, caller: str = "") -> At:
    """Return a call with its conversation, which nobody else may change until the unit ends."""
    conversation = unit.conversations.get(call.conversation_id)
    assert conversation is not None
    return At(unit, call, conversation, caller)
