"""Changing the number on file: proved with a device, confirmed at the new number, and rested (A19).

The confirmation code is the only thing that goes to the new number before its cool-off is over. The
old number hears of the change at once and is good for nothing any more.
"""

from dataclasses import dataclass
from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.bindings import BindingRules
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.errors import NotVerified, ResendTooSoon
from sls.domain.factors import Factor, FactorKind
from sls.domain.messages import Utterance
from sls.domain.numbers import (
    CHANGES_WINDOW,
    CONFIRMATION_GAP,
    CONFIRMATIONS_PER_NUMBER,
    MAX_CHANGES,
    NUMBER_CHANGE_LIFETIME,
    NumberChange,
)
from sls.domain.security_errors import NumberChangeUnknown, NumberRefused
from sls.domain.verifications import Task
from sls.ports import Clock, NumberingPlan, Randomness, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.judging import Judging
from sls.services.notifying import Notifying
from sls.services.sending import Errand, Sending
from sls.services.verifying import Verifying


@dataclass(frozen=True)
class StartedChange:
    """A change that waits for its code, and the message that carries the code."""

    change: NumberChange
    delivery: Delivery


@dataclass(frozen=True)
class Steps:
    """The services that a change of number goes through."""

    verifying: Verifying
    sending: Sending
    judging: Judging
    notifying: Notifying


class ChangingNumbers:
    """The use cases of changing a mobile number."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        plan: NumberingPlan,
        steps: Steps,
        rules: BindingRules,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._plan = plan
        self._steps = steps
        self._cool_off = rules.number_cool_off

    def start(self, verification_id: str, number: str) -> StartedChange:
        """Take a new number and send it a code; nothing has changed yet.

        Raises:
            NumberRefused: no mobile number, or the one that is on file.
            NotVerified: the verification was not given for this very number (A10).
            ChannelUnavailable, ResendTooSoon: no message can go there, or not now.
        """
        now = self._clock.now()
        reason = self._plan.refusal(number)
        if reason is not None:
            raise NumberRefused(reason)
        with self._units.write() as unit:
            verification, _ = self._steps.verifying.use(
                unit, verification_id, Task.CHANGE_NUMBER, {"number": number}, now
            )
            customer = _known(unit, verification.customer_id)
            unit.bindings.lock(customer.id)
            if customer.number == number:
                raise NumberRefused("unchanged")
            self._end_earlier(unit, customer.id, now)
            change = NumberChange(
                self._randomness.token(), customer.id, number, now, now + NUMBER_CHANGE_LIFETIME
            )
            unit.bindings.add_number_change(change)
            _record(unit, AuditKind.NUMBER_CHANGE_STARTED, change, now)
            return StartedChange(change, self._send(unit, change, verification.language, now))

    def send_again(self, change_id: str) -> StartedChange:
        """Send the code again.

        Raises:
            NumberChangeUnknown: no such change waits.
            ChannelUnavailable, ResendTooSoon: as `start`.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            change = unit.bindings.number_change(change_id)
            if change is None or not change.is_live(now):
                raise NumberChangeUnknown
            language = _known(unit, change.customer_id).language
            return StartedChange(change, self._send(unit, change, language, now))

    def confirm(self, change_id: str, response: str) -> datetime:
        """Take the code that reached the new number; return from when on that gets codes.

        The try is charged and committed before anything is compared (security 3.5).

        Raises:
            NotVerified: wrong, used, expired, locked or unknown alike.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            is_charged = unit.bindings.charge_number_change(change_id, now)
            begun = unit.bindings.number_change(change_id)
            if begun is not None and is_charged:
                _record(unit, AuditKind.RESPONSE_TRIED, begun, now)
        if begun is None or not is_charged:
            raise NotVerified
        with self._units.write() as unit:
            unit.bindings.lock(begun.customer_id)
            change = unit.bindings.number_change(change_id)
            if change is None or not change.is_waiting(now):
                raise NotVerified
            if not self._steps.judging.is_code(unit, change, response, now):
                raise NotVerified
            return self._put_on_file(unit, change, now)

    def _send(
        self, unit: UnitOfWork, change: NumberChange, language: str, now: datetime
    ) -> Delivery:
        errand = Errand(
            change,
            change.number,
            language,
            gap=CONFIRMATION_GAP,
            per_number=CONFIRMATIONS_PER_NUMBER,
        )
        return self._steps.sending.send(unit, errand, now)

    def _end_earlier(self, unit: UnitOfWork, customer_id: str, now: datetime) -> None:
        """End changes that wait; too many in a day would be messages at our cost (A15)."""
        begun = unit.bindings.number_changes_since(customer_id, now - CHANGES_WINDOW)
        if len(begun) >= MAX_CHANGES:
            raise ResendTooSoon(begun[-MAX_CHANGES].created_at + CHANGES_WINDOW - now)
        for each in begun:
            if each.is_waiting(now):
                each.end(now)

    def _put_on_file(self, unit: UnitOfWork, change: NumberChange, now: datetime) -> datetime:
        """Put the number on file: SMS is bound anew, and what the old number got ends."""
        customer = _known(unit, change.customer_id)
        self._steps.notifying.tell(unit, customer, Utterance("notice.number_changed"), now)
        customer.number = change.number
        active_from = change.confirm(now, self._cool_off)
        _record(unit, AuditKind.NUMBER_CHANGED, change, now)
        for each in unit.customers.factors_of(customer.id):
            if each.kind is FactorKind.SMS:
                each.end(now)
                unit.bindings.add_factor(self._sms(customer, active_from))
        activation = unit.bindings.waiting_activation(customer.id, now)
        if activation is not None:
            activation.end()
        return active_from

    def _sms(self, customer: Customer, active_from: datetime) -> Factor:
        return Factor(
            self._randomness.token(), customer.id, FactorKind.SMS, customer.number, active_from
        )


def _record(unit: UnitOfWork, kind: AuditKind, change: NumberChange, now: datetime) -> None:
    record(unit, kind, now, customer=change.customer_id, subject=change.id)


def _known(unit: UnitOfWork, customer_id: str) -> Customer:
    customer = unit.customers.get(customer_id)
    assert customer is not None
    return customer
