"""Spending: whether a send fits every budget, decided in the transaction that queues it (A15)."""

from datetime import datetime, timedelta

from sls.domain.budgets import Expense, SpendingRules
from sls.domain.errors import BudgetSpent
from sls.domain.waits import whole_minutes
from sls.ports import UnitOfWork


class Spending:
    """Checks the budgets and writes expenses; whoever checks, others wait until the unit ends."""

    def __init__(self, rules: SpendingRules) -> None:
        self._rules = rules

    def check(self, unit: UnitOfWork, expense: Expense, now: datetime) -> None:
        """Let a send pass that every budget has room for.

        Raises:
            BudgetSpent: one has none; in whole minutes, for seconds would tell which.
        """
        unit.expenses.lock()
        longest, name = timedelta(0), ""
        over_it = [each for each in self._rules.budgets if each.channel is expense.channel]
        budgets = [each for each in over_it if each.is_unproved is expense.is_unproved]
        for budget, spent_at in zip(budgets, unit.expenses.spent(budgets, expense), strict=True):
            if spent_at is not None and spent_at + budget.window - now > longest:
                longest, name = spent_at + budget.window - now, budget.name
        if name:
            wait = timedelta(minutes=whole_minutes(longest))
            raise BudgetSpent(wait, name, expense.channel)

    def spend(self, unit: UnitOfWork, expense: Expense) -> None:
        """Count a send that was queued."""
        unit.expenses.add(expense)
