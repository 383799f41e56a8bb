"""Metering: how sending goes, in figures from the database's own facts, and what is alarming."""

from datetime import datetime, timedelta

from sls.domain.breakers import BreakerRules, BreakerState
from sls.domain.budgets import Budget, SpendingRules
from sls.domain.errors import BudgetSpent, ChannelUnavailable, Refusal
from sls.domain.factors import Channel
from sls.domain.meters import Alarm, BudgetUse, ConversionRate, Figures, are_late
from sls.domain.pacing import Pacing
from sls.ports import Clock, UnitOfWork, UnitsOfWork
from sls.ports.spending import Converted

WINDOW = timedelta(hours=1)


class Metering:
    """Reads the figures, and counts what was refused."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        spending: SpendingRules,
        pacing: Pacing,
        breakers: BreakerRules,
    ) -> None:
        self._units = units
        self._clock = clock
        self._spending = spending
        self._pacing = pacing
        self._breakers = breakers

    def note(self, refusal: Refusal) -> None:
        """Count a send that was refused; its own unit was rolled back, and the count with it."""
        counted = _counted(refusal)
        if counted is None:
            return
        with self._units.write() as unit:
            unit.refusals.note(*counted)

    def read(self, *, is_worker_alive: bool) -> Figures:
        """Return the figures of the last hour."""
        now = self._clock.now()
        with self._units.read() as unit:
            rings, waiting = unit.meters.rings(now - WINDOW), unit.meters.waiting(now)
            fullest = [(each, unit.expenses.fullest(each, now)) for each in self._spending.budgets]
            converted = unit.expenses.converted(self._spending.conversion, now)
            states = {each: self._state(unit, each, now) for each in Channel}
            outcomes, refused = unit.meters.outcomes(now - WINDOW), unit.refusals.every()
        unproved = [(each, sends) for each, sends in fullest if each.is_unproved]
        others = [(each, sends) for each, sends in fullest if not each.is_unproved]
        alarms = {
            **{Alarm(f"{scope}_budget"): is_spent for scope, is_spent in _spent(others).items()},
            Alarm.UNPROVED_ANSWERS: any(_spent(unproved).values()),
            Alarm.LOW_CONVERSION: any(self._is_low(each) for each in converted),
            Alarm.BREAKER: any(each is not BreakerState.CLOSED for each in states.values()),
            Alarm.LATE_RINGING: are_late(rings),
            Alarm.OUTBOX_WAITS: any(each.longest > self._pacing.within for each in waiting),
            Alarm.NO_WORKER: not is_worker_alive,
        }
        return Figures(
            outcomes=outcomes,
            rings=rings,
            waiting=waiting,
            refused=refused,
            budgets=[BudgetUse(each.name, spent, each.sends) for each, spent in fullest],
            conversions=[ConversionRate(e.country, e.channel, e.used / e.sends) for e in converted],
            breakers=states,
            alarms=alarms,
        )

    def _state(self, unit: UnitOfWork, channel: Channel, now: datetime) -> BreakerState:
        return unit.trunks.peek(channel).state(now, self._breakers)

    def _is_low(self, converted: Converted) -> bool:
        rule = self._spending.conversion
        is_enough = converted.sends >= rule.least
        return is_enough and converted.used < rule.share * converted.sends


def _counted(refusal: Refusal) -> tuple[str, Channel] | None:
    if isinstance(refusal, BudgetSpent):
        return refusal.budget, Channel(refusal.channel)
    if isinstance(refusal, ChannelUnavailable) and refusal.channel is not None:
        return refusal.reason, Channel(refusal.channel)
    return None


def _spent(fullest: list[tuple[Budget, int]]) -> dict[str, bool]:
    """Return by scope whether anybody's budget of it is spent."""
    spent: dict[str, bool] = {}
    for budget, sends in fullest:
        spent[budget.scope] = spent.get(budget.scope, False) or sends >= budget.sends
    return spent
