"""Delivering: workers take codes and notices from the outbox and hand them over, once.

claim → announce (committed before the request leaves) → place. After an announcement nobody
dials again until the reconciler has asked the provider. Nothing is claimed over a
channel whose pace or whose breaker holds it back; what expires meanwhile is claimed, and ends.
"""

from datetime import datetime

from sls.domain.deliveries import ANNOUNCEMENT_LEASE, CALL_MAY_LAST, Delivery, DeliveryState
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
            channels = self._handing_over.open_channels(unit, now)
            return unit.deliveries.has_due(now, channels)

    def work_once(self, worker: str) -> bool:
        """Take one due delivery as far as the provider; False when there was nothing to do."""
        now = self._clock.now()
        with self._units.write() as unit:
            channels = self._handing_over.open_channels(unit, now)
            delivery = unit.deliveries.claim(worker, now, channels)
            if delivery is None:
                return False
            is_needed = is_wanted(unit, delivery, now)
            if is_needed:
                self._handing_over.order_leaves(unit, delivery.channel, now)
        if not is_needed:
            self._give_up(delivery.id)
        elif self._announce(delivery, worker):
            self._place(delivery)
        return True

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

    def _give_up(self, delivery_id: str) -> None:
        """End what nobody waits for; apart from the claim, which waits for no conversation."""
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.get(delivery_id)
            if delivery is not None:
                if delivery.purpose is Purpose.CALLBACK and delivery.provider_sid is None:
                    unit.expenses.take_back(delivery.id)
                reason = "not_needed" if now < delivery.expires_at else None
                self._move(unit, delivery, DeliveryState.EXPIRED, now, reason)

    def _announce(self, delivery: Delivery, worker: str) -> bool:
        now = self._clock.now()
        with self._units.write() as unit:
            if not unit.deliveries.announce(delivery.id, worker, now):
                return False
            announced = unit.deliveries.get(delivery.id)
            assert announced is not None
            self._reporting.report(unit, announced, now)
            return True

    def _place(self, delivery: Delivery) -> None:
        try:
            sid = self._hand_over(delivery)
        except GatewayError as error:
            self._failed(delivery.id, error)
            return
        with self._units.write() as unit:
            placed = unit.deliveries.get(delivery.id)
            assert placed is not None
            placed.adopt(sid)
            now = self._clock.now()
            self._handing_over.succeeded(unit, placed.channel, now)
            # A callback may have been faster; then the state is further on already.
            self._move(unit, placed, DeliveryState.PLACED, now)

    def _hand_over(self, delivery: Delivery) -> str:
        if delivery.channel is Channel.VOICE:
            return self._gateway.place_call(_order(delivery))
        body = self._body(delivery)
        lifetime = delivery.expires_at - self._clock.now()
        return self._gateway.send_message(
            MessageOrder(delivery.job, delivery.number, body, lifetime)
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

    def _failed(self, delivery_id: str, error: GatewayError) -> None:
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.get(delivery_id)
            assert delivery is not None
            self._handing_over.failed(unit, delivery.channel, error, now)
            if error.is_outcome_unknown:
                return  # it may ring all the same: only the reconciler decides
            pause = self._handing_over.pause(delivery, error, now)
            if pause is not None:
                delivery.requeue(now, pause)
                return
            self._move(unit, delivery, DeliveryState.FAILED, now, error.reason)

    def _settle(self, delivery_id: str) -> None:
        with self._units.read() as unit:
            delivery = unit.deliveries.get(delivery_id)
        if delivery is None or delivery.announced_at is None:
            return
        try:
            sids = self._gateway.find(delivery.channel, delivery.number, delivery.announced_at)
        except GatewayError:
            return  # the provider cannot be asked now; the next round does
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.get(delivery_id)
            if delivery is None or delivery.state is not DeliveryState.PLACING:
                return
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


def _order(delivery: Delivery) -> CallOrder:
    """A call for help speaks through webhooks of its own: it has no code to read out."""
    kind = "callbacks" if delivery.purpose is Purpose.CALLBACK else "calls"
    return CallOrder(delivery.job, delivery.number, kind)


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
