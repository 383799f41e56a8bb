"""Delivering: workers take codes and notices from the outbox and hand them over, once.

take (claimed and announced, committed before any request leaves) → hand over → note the answers.
After an announcement nobody dials again until the reconciler has asked the provider; so it is with
an answer that nobody noted. Nothing is claimed over a channel whose pace or whose breaker holds it
back; what expires meanwhile is claimed, and ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sls.domain.deliveries import (
    ANNOUNCEMENT_LEASE,
    CALL_MAY_LAST,
    AnnouncedTooLongAgo,
    Delivery,
    DeliveryState,
)
from sls.domain.errors import GatewayError
from sls.domain.factors import Channel
from sls.domain.purposes import Purpose
from sls.ports import (
    CallOrder,
    Clock,
    CodeVault,
    MessageOrder,
    TelephonyGateway,
    UnitOfWork,
    UnitsOfWork,
    Words,
)
from sls.services.handing_over import HandingOver
from sls.services.looking_up import is_wanted
from sls.services.reporting import Reporting
from sls.services.writing_answers import written

MAX_TRIES = 3
# What the text message with a code says, by what the code is for.
_TEXTS = {
    Purpose.LOGIN: "sms.code",
    Purpose.VERIFICATION: "sms.verification_code",
    Purpose.PIN_CHANGE: "sms.pin_code",
    Purpose.ACTIVATION: "sms.activation_code",
    Purpose.NUMBER_CHANGE: "sms.number_code",
    Purpose.CALLER: "sms.caller_code",
}


@dataclass(frozen=True)
class Answer:
    """What became of one order: the provider's id of the call or message, or a failure.

    Without either nothing was ordered, for nobody needed it any more.
    """

    delivery_id: str
    announced_at: datetime | None
    sid: str | None = None
    error: GatewayError | None = None


class Delivering:
    """The worker's use cases."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        gateway: TelephonyGateway,
        vault: CodeVault,
        words: Words,
        reporting: Reporting,
        handing_over: HandingOver,
    ) -> None:
        self._units = units
        self._clock = clock
        self._gateway = gateway
        self._vault = vault
        self._words = words
        self._reporting = reporting
        self._handing_over = handing_over

    def has_work(self) -> bool:
        """Whether something is due that may leave or has expired."""
        now = self._clock.now()
        with self._units.read() as unit:
            if not unit.deliveries.has_due(now):
                return False
            return unit.deliveries.has_due(now, self._handing_over.room(unit, now, 1))

    def take(self, worker: str, most: int) -> Sequence[Delivery]:
        """Claim up to so many that are due, and announce those that are still needed.

        Whoever took them hands each over at once, for an announcement holds for its lease only.
        """
        with self._units.write() as unit:
            room = self._handing_over.room(unit, self._clock.now(), most)
            now = self._clock.now()  # buckets and breakers may have been waited for
            claimed = unit.deliveries.claim(worker, now, room, most)
            wanted = [each for each in claimed if is_wanted(unit, each, now)]
            now = self._clock.now()  # and so may what they belong to
            for each in wanted:
                self._handing_over.order_leaves(unit, each.channel, now)
                each.announce(now)
            self._reporting.report_all(unit, wanted, now)
            return claimed

    def hand_over(self, delivery: Delivery) -> Answer:
        """Ask the provider for what was announced, with no transaction open.

        Raises:
            AnnouncedTooLongAgo: nothing was asked, for the lease could end meanwhile.
        """
        answer = partial(Answer, delivery.id, delivery.announced_at)
        if delivery.state is DeliveryState.CLAIMED:
            return answer()
        try:
            return answer(sid=self._order(delivery))
        except AnnouncedTooLongAgo:
            raise AnnouncedTooLongAgo(delivery.id) from None
        except GatewayError as error:
            return answer(error=error)

    def note(self, answers: Sequence[Answer]) -> None:
        """Write down what became of orders.

        A call that a delivery does not own was ordered twice, behind our last look; it is hung up,
        for it would ring and be told nothing.
        """
        by_id = {each.delivery_id: each for each in answers}
        with self._units.write() as unit:
            held = unit.deliveries.hold(list(by_id))
            now = self._clock.now()
            self._handing_over.hold(unit, now)
            changed = [each for each in held if self._note(unit, each, by_id[each.id], now)]
            self._reporting.report_all(unit, changed, now)
            surplus = [sid for each in held if (sid := _surplus(each, by_id[each.id]))]
        for sid in surplus:
            self._hang_up(sid)

    def reconcile(self) -> int:
        """Settle announced deliveries that nobody heard of again; return how many."""
        now = self._clock.now()
        with self._units.read() as unit:
            waiting = unit.deliveries.in_state(DeliveryState.PLACING)
        due = [each for each in waiting if _is_overdue(each, now)]
        for delivery in due:
            self._settle(delivery.id)
        return len(due)

    def end_forgotten_calls(self) -> int:
        """End calls of whose end nobody told, for news can be lost; return how many."""
        now = self._clock.now()
        with self._units.read() as unit:
            forgotten = unit.deliveries.forgotten_calls(now - CALL_MAY_LAST)
        for delivery_id in forgotten:
            with self._units.write() as unit:
                delivery = unit.deliveries.get(delivery_id)
                if delivery is not None and delivery.end(now):
                    self._reporting.report(unit, delivery, now)
        return len(forgotten)

    def forget_expired_codes(self) -> int:
        """Forget what can no longer be sent; return how many codes that were."""
        with self._units.write() as unit:
            return unit.codes.unseal_expired(self._clock.now())

    def _order(self, delivery: Delivery) -> str:
        if delivery.channel is Channel.VOICE:
            return self._gateway.place_call(_call_order(delivery))
        body = self._body(delivery)
        lifetime = delivery.expires_at - self._clock.now()
        return self._gateway.send_message(
            MessageOrder(delivery.job, delivery.number, body, lifetime, delivery.leave_by)
        )

    def _body(self, delivery: Delivery) -> str:
        if delivery.notice is not None:
            notice = delivery.notice
            if delivery.purpose is Purpose.ANSWER:
                return written(self._words, delivery.language, notice)
            return self._words.text(delivery.language, notice["id"], **notice["values"])
        with self._units.read() as unit:
            code = unit.codes.get(delivery.code_id or "")
        if code is None or code.sealed is None:
            raise GatewayError("code_gone")
        clear = self._vault.unseal(code.sealed, code.id)
        return self._words.text(delivery.language, _TEXTS[delivery.purpose], code=clear)

    def _hang_up(self, sid: str) -> None:
        try:
            self._gateway.end_call(sid)
        except GatewayError:
            return  # whoever answers it is hung up on, and hears no code

    def _note(self, unit: UnitOfWork, delivery: Delivery, answer: Answer, now: datetime) -> bool:
        """Note one answer; return whether the outside sees a change."""
        if answer.error is not None:
            return self._note_failure(unit, delivery, answer, answer.error, now)
        if answer.sid is None:
            return _give_up(unit, delivery, now)
        delivery.adopt(answer.sid)
        self._handing_over.succeeded(unit, delivery.channel, now)
        # A callback may have been faster; then the state is further on already.
        return delivery.move(DeliveryState.PLACED, now)

    def _note_failure(
        self,
        unit: UnitOfWork,
        delivery: Delivery,
        answer: Answer,
        error: GatewayError,
        now: datetime,
    ) -> bool:
        self._handing_over.failed(unit, delivery.channel, error, now)
        is_settled = delivery.announced_at != answer.announced_at
        if error.is_outcome_unknown or is_settled:
            return False  # it may ring all the same: only the reconciler decides, or has decided
        pause = self._handing_over.pause(delivery, error, now)
        if pause is None:
            return delivery.move(DeliveryState.FAILED, now, error.reason)
        delivery.requeue(now, pause)
        return False

    def _settle(self, delivery_id: str) -> None:
        with self._units.read() as unit:
            delivery = unit.deliveries.get(delivery_id)
        if delivery is None or delivery.announced_at is None:
            return
        announced_at = delivery.announced_at
        try:
            sids = self._gateway.find(delivery.channel, delivery.number, announced_at)
        except GatewayError:
            return  # the provider cannot be asked now; the next round does
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.get(delivery_id)
            if delivery is None or delivery.state is not DeliveryState.PLACING:
                return
            if delivery.announced_at != announced_at:
                return  # somebody else has settled it, and it leaves again just now
            unknown = [sid for sid in sids if not unit.deliveries.knows_sid(sid)]
            if 0 < len(unknown) < _count_lost(unit, delivery) and now < delivery.expires_at:
                return  # whose it is, its own webhook will tell
            if delivery.provider_sid is None and unknown:
                delivery.adopt(unknown[-1])
            if delivery.provider_sid is not None:
                self._move(unit, delivery, DeliveryState.PLACED, now)
            elif now < delivery.expires_at and delivery.tries < MAX_TRIES:
                delivery.requeue(now)
            else:
                self._move(unit, delivery, DeliveryState.EXPIRED, now)

    def _move(
        self,
        unit: UnitOfWork,
        delivery: Delivery,
        state: DeliveryState,
        now: datetime,
        reason: str | None = None,
    ) -> None:
        if delivery.move(state, now, reason):
            self._reporting.report(unit, delivery, now)


def _surplus(delivery: Delivery, answer: Answer) -> str | None:
    """Return the call that was ordered though the delivery has another one, or None."""
    is_call = delivery.channel is Channel.VOICE
    return answer.sid if is_call and answer.sid != delivery.provider_sid else None


def _give_up(unit: UnitOfWork, delivery: Delivery, now: datetime) -> bool:
    """End what nobody waits for; return whether the outside sees a change."""
    if delivery.purpose is Purpose.CALLBACK and delivery.provider_sid is None:
        unit.expenses.take_back(delivery.id)
    reason = "not_needed" if now < delivery.expires_at else None
    return delivery.move(DeliveryState.EXPIRED, now, reason)


def _call_order(delivery: Delivery) -> CallOrder:
    """A call for help speaks through webhooks of its own: it has no code to read out."""
    kind = "callbacks" if delivery.purpose is Purpose.CALLBACK else "calls"
    return CallOrder(delivery.job, delivery.number, delivery.leave_by, kind)


def _is_overdue(delivery: Delivery, now: datetime) -> bool:
    return delivery.announced_at is None or delivery.announced_at + ANNOUNCEMENT_LEASE < now


def _count_lost(unit: UnitOfWork, delivery: Delivery) -> int:
    """Return how many announced deliveries like this one have no owner yet."""
    return sum(
        each.number == delivery.number
        and each.channel is delivery.channel
        and each.provider_sid is None
        for each in unit.deliveries.in_state(DeliveryState.PLACING)
    )
