"""Calling back: a customer asks to be rung for help, now or at a time, or takes that back.

Only whoever we know is rung, at the number on file: an anonymous visitor could name any phone.
"""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.business_hours import BusinessHours
from sls.domain.callback_errors import CallbackRefused
from sls.domain.conversations import Understood
from sls.domain.customers import Customer
from sls.domain.help_requests import HelpRequest, HelpState
from sls.domain.moments import read_moment, written_moment
from sls.domain.phones import PhoneNumber
from sls.ports import Words
from sls.services.arranging_calls import ArrangingCalls
from sls.services.line_menus import mentions
from sls.services.turns import Turn

MAX_WINDOWS = 3
_NOW, _NO = "now", "no"
_CANCEL = "callback_cancel"


class CallingBack:
    """The capability `callback`, within turns of a conversation."""

    def __init__(self, arranging: ArrangingCalls, hours: BusinessHours, words: Words) -> None:
        self._arranging = arranging
        self._hours = hours
        self._words = words

    def is_meant(self, turn: Turn, said: Understood) -> bool:
        """Whether somebody whom we may call wants a person to call them."""
        return _customer(turn) is not None and mentions(self._words, "hear.callback", said.text)

    def offer(self, turn: Turn) -> None:
        """Offer to ring now or in one of the next windows, or say why not."""
        customer = _customer(turn)
        if customer is None:
            turn.say("callback.not_known", "hand_off")
            return
        request = turn.unit.help_requests.open_of(customer.id)
        if request is not None:
            self._tell_open(turn, request)
            return
        reason = self._arranging.refusal(turn.unit, customer, turn.now)
        if reason is not None:
            turn.say(f"callback.refused.{reason}", "hand_off")
            return
        starts = self._hours.windows(turn.now, MAX_WINDOWS + 1)
        options = [f"callback:{self._written(each)}" for each in starts if each > turn.now]
        to = PhoneNumber(self._arranging.number(turn.unit, customer)).masked
        if self._hours.is_open(turn.now):
            options = [f"callback:{_NOW}", *options[:MAX_WINDOWS], f"callback:{_NO}"]
            turn.say("callback.when", *options, to=to)
        else:
            options = [*options[:MAX_WINDOWS], f"callback:{_NO}"]
            turn.say("callback.when_closed", *options, to=to)

    def take(self, turn: Turn, choice: str) -> None:
        """Take a time that was offered; one that is over, or out of hours, is offered anew."""
        if not choice:
            self.offer(turn)
            return
        if choice == _NO:
            turn.say("callback.dropped")
            return
        due_at = turn.now if choice == _NOW else read_moment(choice)
        if due_at is None:
            self.offer(turn)
        else:
            self._request(turn, due_at)

    def cancel(self, turn: Turn) -> None:
        """Take the open request back, unless its phone rings already."""
        customer = _customer(turn)
        request = turn.unit.help_requests.open_of(customer.id) if customer else None
        if request is None:
            turn.say("callback.none_open", "callback", "hand_off")
        elif request.may_be_cancelled:
            request.end(HelpState.CANCELLED, turn.now)
            turn.say("callback.cancelled", "callback", "hand_off")
        else:
            turn.say("callback.rings_already")

    def _request(self, turn: Turn, due_at: datetime) -> None:
        customer = _customer(turn)
        if customer is None:
            self.offer(turn)
            return
        try:
            request = self._arranging.arrange(
                turn.unit,
                customer,
                due_at,
                turn.conversation.language,
                turn.now,
                turn.conversation.id,
                _topic(turn),
            )
        except CallbackRefused:
            self.offer(turn)  # says why not, or when
            return
        to = PhoneNumber(request.number).masked
        if due_at <= turn.now:
            turn.say("callback.requested_now", _CANCEL, to=to)
        else:
            turn.say("callback.requested", _CANCEL, to=to, rings_at=self._written(due_at))

    def _tell_open(self, turn: Turn, request: HelpRequest) -> None:
        to = PhoneNumber(request.number).masked
        if not request.may_be_cancelled or request.due_at <= turn.now:
            turn.say("callback.open_now", *_unless_ringing(request), to=to)
        else:
            turn.say("callback.open", _CANCEL, to=to, rings_at=self._written(request.due_at))

    def _written(self, moment: datetime) -> str:
        return written_moment(moment, self._hours.zone)


def _customer(turn: Turn) -> Customer | None:
    """Return whom we talk to: from level 1 on we know."""
    customer_id = turn.customer_id
    if customer_id is None and turn.login is not None:
        customer_id = turn.login.customer_id
    return turn.unit.customers.get(customer_id) if customer_id is not None else None


def _topic(turn: Turn) -> str | None:
    """Return the procedure that help is about: the one under way, else the last one."""
    if turn.conversation.walks:
        return str(turn.conversation.walks[-1]["procedure"])
    topic = turn.conversation.answers.get("topic")
    return str(topic) if topic else None


def _unless_ringing(request: HelpRequest) -> Sequence[str]:
    return (_CANCEL,) if request.may_be_cancelled else ()
