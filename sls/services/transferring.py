"""Transferring: a call on its way to a person of ours, and what becomes of that.

Inside the transaction of whoever puts the call through. Whether two people talked is what the key
says (`Whispering`), not the provider alone: it calls a mailbox that answered a completed call.
"""

from datetime import datetime

from sls.domain.conversations import PHONE, Conversation
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.help_requests import HelpRequest
from sls.domain.phones import PhoneNumber
from sls.domain.transfers import CallerKnown, Transfer, TransferKind, TransferState
from sls.ports import Clock, Randomness, UnitOfWork
from sls.services.line_at import At

_CODES = "code_not_received"


class Transferring:
    """Begins transfers, one at a time for each call, and ends them."""

    def __init__(self, clock: Clock, randomness: Randomness) -> None:
        self._clock = clock
        self._randomness = randomness

    def of_line(self, at: At) -> Transfer:
        """Put a call to our line through."""
        customer = _customer(at.unit, at.conversation, self._clock.now())
        return self._begin(
            at.unit,
            at.call.sid,
            TransferKind.LINE,
            at.conversation.id,
            at.conversation.language,
            _topic(at.conversation),
            CallerKnown.CODE if customer is not None else CallerKnown.NOTHING,
            customer.number if customer is not None else None,
        )

    def of_help(
        self, unit: UnitOfWork, sid: str, request: HelpRequest, conversation: Conversation | None
    ) -> Transfer:
        """Put a call through that was asked for: in a chat, on the phone, or by an agent."""
        is_chat = conversation is not None and conversation.channel != PHONE
        return self._begin(
            unit,
            sid,
            TransferKind.CALLBACK,
            conversation.id if conversation is not None else None,
            request.language,
            request.topic,
            CallerKnown.LOGIN if is_chat else CallerKnown.NUMBER,
            request.number,
        )

    def of_code(self, unit: UnitOfWork, delivery: Delivery) -> Transfer:
        """Put a call through that carried a code; its chat is held by nobody here."""
        return self._begin(
            unit,
            delivery.provider_sid or "",
            TransferKind.CODE,
            delivery.conversation_id,
            delivery.language,
            _CODES,
            CallerKnown.LOGIN,
            delivery.number,
        )

    def begun(self, unit: UnitOfWork, sid: str) -> Transfer | None:
        """Return the newest transfer of a call, under way or over."""
        return unit.transfers.latest_of(sid)

    def end(self, unit: UnitOfWork, sid: str, *, is_bridged: bool = True) -> bool:
        """Take that ringing or talking is over; return whether two people talked.

        It may be told after the end of the call: what it tells of the bridge is known from nothing
        else.
        """
        transfer = unit.transfers.latest_of(sid)
        if transfer is None:
            return False
        transfer.end(self._clock.now(), is_bridged=is_bridged)
        return transfer.state is TransferState.TALKED

    def leave(self, unit: UnitOfWork, sid: str) -> None:
        """Take that the caller is gone; whether they had been bridged is told by `end` only."""
        transfer = unit.transfers.latest_of(sid)
        if transfer is not None:
            transfer.leave(self._clock.now())

    def _begin(
        self,
        unit: UnitOfWork,
        sid: str,
        kind: TransferKind,
        conversation_id: str | None,
        language: str,
        topic: str | None,
        known_by: CallerKnown,
        number: str | None,
    ) -> Transfer:
        under_way = unit.transfers.latest_of(sid)
        if under_way is not None and not under_way.is_over:
            return under_way
        transfer = Transfer(
            id=self._randomness.token(),
            sid=sid,
            kind=kind,
            conversation_id=conversation_id,
            language=language,
            topic=topic,
            known_by=known_by,
            to=PhoneNumber(number).masked if number is not None else None,
            state=TransferState.WAITING,
            started_at=self._clock.now(),
        )
        unit.transfers.add(transfer)
        return transfer


def _customer(unit: UnitOfWork, conversation: Conversation, now: datetime) -> Customer | None:
    customer_id = conversation.customer_at(now)
    return unit.customers.get(customer_id) if customer_id is not None else None


def _topic(conversation: Conversation) -> str | None:
    """Return the procedure that the call is about: the one under way, else the last one."""
    if conversation.walks:
        return str(conversation.walks[-1]["procedure"])
    topic = conversation.answers.get("topic")
    return str(topic) if topic else None
