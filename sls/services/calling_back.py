"""Calling back: a customer asks to be rung for help, now or at a time, or takes that back.

Words for a time lead to the times that fit them; what is rung at was chosen from those.
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
from sls.domain.wished_times import means_now, read_wished_time, speaks_of_time
from sls.ports import Words
from sls.services.arranging_calls import ArrangingCalls
from sls.services.line_menus import mentions
from sls.services.turns import Turn, said_last

MAX_WINDOWS = 3
# So many of the times that fit a wish are offered, spread over all of them.
MAX_FITTING = 4
_NOW, _NO, _OTHER = "now", "no", "other"
_CANCEL = "callback_cancel"
_NOT_READ = "callback.not_read"
_ASKED = frozenset({"callback.when", "callback.when_closed", "callback.not_then", _NOT_READ})
# A morning in words such as these is no time for a call: "I lost it this morning".
_OF_A_MATTER = frozenset({"walk_procedure", "check_withdrawal_limit", "start_reactivation"})
_REFUSING = frozenset({"deny", "cancel"})


class CallingBack:
    """The capability `callback`, within turns of a conversation."""

    def __init__(self, arranging: ArrangingCalls, hours: BusinessHours, words: Words) -> None:
        self._arranging = arranging
        self._hours = hours
        self._words = words

    def is_meant(self, turn: Turn, said: Understood) -> bool:
        """Whether somebody whom we may call wants a person to call them."""
        return _customer(turn) is not None and self._is_wished(said)

    def is_meant_later(self, said: Understood) -> bool:
        """Whether a call is wanted at a later time that is named, so that no code can be meant."""
        wish = read_wished_time(said.text)
        is_of_code = mentions(self._words, "hear.code", said.text)
        is_later = wish is not None and wish.is_later and not is_of_code
        return is_later and self._is_wished(said)

    def _is_wished(self, said: Understood) -> bool:
        return mentions(self._words, "hear.callback", said.text)

    def offer(self, turn: Turn) -> None:
        """Offer to ring now, soon, or on the next day of work, or say why not."""
        self._offer(turn, self._soon(turn.now))

    def offer_at(self, turn: Turn, words: str) -> None:
        """Offer the times that fit what the words say of one; all, if they say nothing of it."""
        wish = read_wished_time(words)
        if wish is None:
            self.offer(turn)
            return
        fitting = wish.starts(self._hours, turn.now)
        if fitting:
            self._offer(turn, _spread(fitting), more=(_OTHER,))
        else:
            self._offer(turn, self._soon(turn.now), opening="callback.not_then")

    def hear_time(self, turn: Turn, said: Understood) -> bool:
        """Take words that answer when to ring; False where that was not asked, or is not meant."""
        asked = said_last(turn)
        if asked not in _ASKED or said.capability in _OF_A_MATTER:
            return False
        is_unclear = said.capability == "clarify" and asked != _NOT_READ
        if means_now(said.text):
            self.take(turn, _NOW)
        elif read_wished_time(said.text) is not None:
            self.offer_at(turn, said.text)
        elif speaks_of_time(said.text) or is_unclear:
            self._offer(turn, self._soon(turn.now), opening=_NOT_READ)
        elif said.intent in _REFUSING:
            turn.say("callback.dropped")
        else:
            return False
        return True

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
            self.offer(turn)  # also who wants another time
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

    def _soon(self, now: datetime) -> list[datetime]:
        """Return now, if somebody is there, the next times, and those of the next day of work."""
        next_ones = self._hours.windows(now, MAX_WINDOWS + 1)
        soon = [each for each in next_ones if each > now][:MAX_WINDOWS]
        is_open = self._hours.is_open(now)
        return [*([now] if is_open else []), *sorted({*soon, *self._hours.next_day(now)})]

    def _offer(
        self,
        turn: Turn,
        starts: Sequence[datetime],
        *,
        opening: str | None = None,
        more: Sequence[str] = (),
    ) -> None:
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
        times = [self._written(each) if each > turn.now else _NOW for each in starts]
        options = [f"callback:{each}" for each in (*times, *more, _NO)]
        usual = "callback.when" if self._hours.is_open(turn.now) else "callback.when_closed"
        to = PhoneNumber(self._arranging.number(turn.unit, customer)).masked
        turn.say(opening or usual, *options, to=to)

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


def _spread(starts: Sequence[datetime]) -> list[datetime]:
    """Return a few of many moments, the first and the last among them."""
    last, steps = len(starts) - 1, MAX_FITTING - 1
    if last <= steps:
        return list(starts)
    return [starts[step * last // steps] for step in range(MAX_FITTING)]
