"""Sends as budgets count them, and counts of refused ones, in memory."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sls.domain.budgets import Budget, Conversion, Expense
from sls.domain.factors import Channel
from sls.domain.logins import LoginState
from sls.domain.meters import Refused
from sls.domain.purposes import Purpose
from sls.ports.spending import Converted
from tests.fakes.database import Store


class MemoryExpenses:
    """Expenses; one ends with its delivery."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def lock(self) -> None:
        """One writer at a time counts."""

    def add(self, expense: Expense) -> None:
        self._store.expenses.append(expense)

    def take_back(self, delivery_id: str) -> None:
        every = self._store.expenses
        self._store.expenses = [each for each in every if each.delivery_id != delivery_id]

    def spent(self, budgets: Sequence[Budget], expense: Expense) -> Sequence[datetime | None]:
        return [self._spent(budget, expense) for budget in budgets]

    def _spent(self, budget: Budget, expense: Expense) -> datetime | None:
        key = expense.key(budget.scope)
        every = self._counted(budget, expense.spent_at)
        counted = [each for each in every if each.key(budget.scope) == key]
        newest = sorted((each.spent_at for each in counted), reverse=True)
        return newest[budget.sends - 1] if len(newest) >= budget.sends else None

    def fullest(self, budget: Budget, now: datetime) -> int:
        counts = Counter(each.key(budget.scope) for each in self._counted(budget, now))
        return max(counts.values(), default=0)

    def converted(self, conversion: Conversion, now: datetime) -> Sequence[Converted]:
        sends: Counter[tuple[str, Channel]] = Counter()
        used: Counter[tuple[str, Channel]] = Counter()
        for each in self._store.expenses:
            delivery = self._store.deliveries.get(each.delivery_id)
            is_answer = delivery is not None and delivery.purpose is Purpose.ANSWER
            if each.spent_at > now - conversion.window and not is_answer:
                sends[each.country, each.channel] += 1
                used[each.country, each.channel] += self._is_used(each.login_id)
        return [Converted(*key, sends[key], used[key]) for key in sorted(sends)]

    def _counted(self, budget: Budget, now: datetime) -> list[Expense]:
        recent = [each for each in self._store.expenses if each.spent_at > now - budget.window]
        of_channel = [each for each in recent if each.channel is budget.channel]
        of_kind = [each for each in of_channel if each.is_unproved is budget.is_unproved]
        return [e for e in of_kind if not (budget.gives_back and self._is_used(e.login_id))]

    def _is_used(self, login_id: str) -> bool:
        login = self._store.logins.get(login_id)
        verification = self._store.verifications.get(login_id)
        if verification is not None and verification.verified_at is not None:
            return True
        return login is not None and login.state is LoginState.VERIFIED


class MemoryRefusals:
    """Counters."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, reason: str, channel: Channel) -> None:
        counts = self._store.refused_sends
        counts[reason, channel] = counts.get((reason, channel), 0) + 1

    def every(self) -> Sequence[Refused]:
        counts = self._store.refused_sends
        return [Refused(*key, counts[key]) for key in sorted(counts)]
