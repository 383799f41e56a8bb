"""Arranging calls: whether a customer may be called back, where and when, whoever asks for it."""

from datetime import datetime, timedelta

from sls.domain.business_hours import BusinessHours
from sls.domain.callback_errors import CallbackRefused
from sls.domain.countries import CountryPolicy
from sls.domain.customers import Customer
from sls.domain.factors import Channel
from sls.domain.help_requests import A_DAY, MAX_A_DAY, MAY_BE_LATE, HelpRequest, HelpState
from sls.domain.numbers import cooling_off_until
from sls.ports import NumberingPlan, Randomness, UnitOfWork

# What was offered may be taken later; this far ahead nothing is promised.
FARTHEST = timedelta(days=14)


class ArrangingCalls:
    """The rules of requests, inside the transaction of whoever asks."""

    def __init__(
        self,
        randomness: Randomness,
        plan: NumberingPlan,
        countries: CountryPolicy,
        hours: BusinessHours,
    ) -> None:
        self._randomness = randomness
        self._plan = plan
        self._countries = countries
        self._hours = hours

    def arrange(
        self,
        unit: UnitOfWork,
        customer: Customer,
        due_at: datetime,
        language: str,
        now: datetime,
        conversation_id: str = "",
        topic: str | None = None,
    ) -> HelpRequest:
        """Take a request; without a conversation nobody is told what becomes of it.

        Raises:
            CallbackRefused: one is open already, nobody is there then, or as `refusal`.
        """
        unit.help_requests.lock(customer.id)
        if unit.help_requests.open_of(customer.id) is not None:
            raise CallbackRefused("open_already")
        if not now <= due_at <= now + FARTHEST or not self._hours.is_open(due_at):
            raise CallbackRefused("closed")
        reason = self.refusal(unit, customer, now)
        if reason is not None:
            raise CallbackRefused(reason)
        request = HelpRequest(
            id=self._randomness.token(),
            customer_id=customer.id,
            conversation_id=conversation_id,
            number=self.number(unit, customer),
            language=language,
            topic=topic,
            state=HelpState.REQUESTED,
            created_at=now,
            due_at=due_at,
            expires_at=due_at + MAY_BE_LATE,
        )
        unit.help_requests.add(request)
        return request

    def refusal(self, unit: UnitOfWork, customer: Customer, now: datetime) -> str | None:
        """Return why this customer cannot be called at all, or None."""
        if self._is_new(unit, customer, now):
            return "number_changed"
        region = self._plan.region(self.number(unit, customer))
        if self._countries.refusal(region, Channel.VOICE) is not None:
            return "country"
        asked = unit.help_requests.count_since(customer.id, now - A_DAY)
        return "too_many" if asked >= MAX_A_DAY else None

    def may_ring(self, unit: UnitOfWork, request: HelpRequest, now: datetime) -> bool:
        """Whether the number that was asked for is on file still, and was not changed lately."""
        customer = unit.customers.get(request.customer_id)
        if customer is None or self.number(unit, customer) != request.number:
            return False
        return not self._is_new(unit, customer, now)

    def number(self, unit: UnitOfWork, customer: Customer) -> str:
        """Return the number on file: the one that codes go to, else the customer's own."""
        factors = unit.customers.factors_of(customer.id)
        return next((each.number for each in factors if each.number), customer.number)

    def _is_new(self, unit: UnitOfWork, customer: Customer, now: datetime) -> bool:
        """Whether the number on file still rests after its change (A19)."""
        change = unit.bindings.last_number_change(customer.id)
        factors = unit.customers.factors_of(customer.id)
        return cooling_off_until(self.number(unit, customer), change, factors, now) is not None
