"""Ringing back: the worker's part of callbacks for help, and the news of their calls.

The call itself is a delivery and leaves like every other: claimed, announced, placed, reconciled. A
request has one call at a time, and takes the next only when the last one is over, so nobody is rung
twice for one request whatever crashes when. Whoever changes one holds its conversation first, then
its delivery, then itself (`sls/adapters/locks.py`).
"""

from datetime import datetime, timedelta

from sls.domain.budgets import Expense, prefix_of
from sls.domain.conversations import Conversation
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.errors import ResendTooSoon
from sls.domain.factors import Channel
from sls.domain.gates import first_key
from sls.domain.help_requests import RING_WITHIN, TALK_MAY_LAST, HelpRequest, HelpState
from sls.domain.messages import Utterance
from sls.domain.phones import PhoneNumber
from sls.domain.waits import whole_minutes
from sls.ports import Clock, NumberingPlan, Randomness, UnitOfWork, UnitsOfWork
from sls.services.arranging_calls import ArrangingCalls
from sls.services.handing_over import HandingOver
from sls.services.reporting import Reporting
from sls.services.sending import SendingRules
from sls.services.spending import Spending

_A_MOMENT = timedelta(0)


class RingingBack:
    """Places the calls that are due, and follows them to their end."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        plan: NumberingPlan,
        arranging: ArrangingCalls,
        rules: SendingRules,
        handing_over: HandingOver,
        reporting: Reporting,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._plan = plan
        self._arranging = arranging
        self._countries = rules.countries
        self._spending = Spending(rules.spending)
        self._handing_over = handing_over
        self._reporting = reporting

    def look_after(self) -> int:
        """Ring whoever is due, and settle calls of whose end nobody told; return how many."""
        now = self._clock.now()
        with self._units.read() as unit:
            waiting = [each.id for each in unit.help_requests.all_open() if _stirs(unit, each, now)]
        for request_id in waiting:
            self.follow(request_id)
        return len(waiting)

    def follow(self, request_id: str) -> None:
        """Take a request as far as its call and the time allow."""
        with self._units.read() as unit:
            known = unit.help_requests.get(request_id)
        if known is None:
            return
        now = self._clock.now()
        with self._units.write() as unit:
            conversation = unit.conversations.get(known.conversation_id)
            delivery = unit.deliveries.get(known.delivery_id) if known.delivery_id else None
            request = unit.help_requests.get(request_id)
            is_stale = request is None or request.delivery_id != known.delivery_id
            if request is None or is_stale or not request.is_open:
                return
            self.settle(unit, request, delivery, conversation, now)
            if not request.is_due(now):
                return
            if self._arranging.may_ring(unit, request, now):
                self._ring(unit, request, now)
            else:
                self._give_up(unit, request, conversation, now)

    def settle(
        self,
        unit: UnitOfWork,
        request: HelpRequest,
        delivery: Delivery | None,
        conversation: Conversation | None,
        now: datetime,
    ) -> None:
        """Take what is known of the request's call, and tell the chat; held as `follow` does."""
        to = PhoneNumber(request.number).masked
        news: Utterance | None = None
        if request.state is HelpState.TALKING:
            if request.talking_since is not None and request.talking_since + TALK_MAY_LAST <= now:
                request.end(HelpState.DONE, now)
        elif request.state is HelpState.REQUESTED:
            if now >= request.expires_at:
                request.end(HelpState.EXPIRED, now)
                news = Utterance("callback.expired", {"to": to}, ("callback", "hand_off"))
        elif delivery is None:
            request.end(HelpState.EXPIRED, now)
        elif delivery.is_over:
            news = _missed(request, delivery, to, now)
        elif delivery.state is DeliveryState.RINGING and request.ringing_told_at is None:
            request.ringing_told_at = now
            news = Utterance("callback.ringing", {"to": to})
        if news is not None and conversation is not None:
            self._reporting.say(unit, conversation, news, now)

    def _give_up(
        self,
        unit: UnitOfWork,
        request: HelpRequest,
        conversation: Conversation | None,
        now: datetime,
    ) -> None:
        """End a request whose number was changed since: somebody else may have that phone now."""
        request.end(HelpState.CANCELLED, now)
        if conversation is not None:
            to = PhoneNumber(request.number).masked
            news = Utterance("callback.number_changed", {"to": to}, ("callback", "hand_off"))
            self._reporting.say(unit, conversation, news, now)

    def _ring(self, unit: UnitOfWork, request: HelpRequest, now: datetime) -> None:
        region = self._plan.region(request.number)
        is_barred = self._countries.refusal(region, Channel.VOICE) is not None
        if is_barred or self._handing_over.refusal(unit, Channel.VOICE, now) is not None:
            request.put_off(_A_MOMENT, now)
            return
        delivery = Delivery(
            id=self._randomness.token(),
            job=self._randomness.token(),
            login_id=request.id,
            code_id=None,
            channel=Channel.VOICE,
            number=request.number,
            language=request.language,
            state=DeliveryState.QUEUED,
            created_at=now,
            due_at=now,
            expires_at=now + RING_WITHIN,
            gate_key=first_key(self._randomness.digits(4)),
            purpose=request.purpose,
        )
        expense = Expense(
            delivery_id=delivery.id,
            login_id=request.id,
            customer_id=request.customer_id,
            number=request.number,
            prefix=prefix_of(request.number),
            country=region or "",
            channel=Channel.VOICE,
            spent_at=now,
        )
        try:
            self._spending.check(unit, expense, now)
        except ResendTooSoon as refusal:
            request.put_off(refusal.retry_after, now)
            return
        request.call(delivery.id)
        unit.deliveries.add(delivery)
        self._spending.spend(unit, expense)


def _stirs(unit: UnitOfWork, request: HelpRequest, now: datetime) -> bool:
    """Whether there is anything to do for a request; a read, so that idle workers lock nothing."""
    if request.state is HelpState.REQUESTED:
        return request.is_due(now) or now >= request.expires_at
    if request.state is HelpState.TALKING:
        since = request.talking_since
        return since is not None and since + TALK_MAY_LAST <= now
    delivery = unit.deliveries.get(request.delivery_id or "")
    if delivery is None or delivery.is_over:
        return True
    return delivery.state is DeliveryState.RINGING and request.ringing_told_at is None


def _missed(request: HelpRequest, delivery: Delivery, to: str, now: datetime) -> Utterance | None:
    """Take the end of a call that nobody talked in; one that never left is not worth a word."""
    if request.unanswered(delivery, now) is HelpState.REQUESTED:
        if delivery.state is DeliveryState.EXPIRED:
            return None
        minutes = whole_minutes(request.due_at - now)
        return Utterance("callback.again", {"to": to, "minutes": minutes}, ("callback_cancel",))
    is_unplaced = request.state is HelpState.EXPIRED
    text = "callback.expired" if is_unplaced else "callback.missed"
    return Utterance(text, {"to": to}, ("callback", "hand_off"))
