"""The repositories of sends as budgets count them and of refused ones, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.database import UtcDateTime, change
from sls.adapters.locks import hold_name, insert_once
from sls.adapters.sending_tables import expenses, refused_sends
from sls.adapters.verification_tables import verifications
from sls.domain.budgets import Budget, BudgetScope, Conversion, Expense
from sls.domain.factors import Channel
from sls.domain.logins import LoginState
from sls.domain.meters import Refused
from sls.domain.purposes import Purpose
from sls.ports.spending import Converted

_KEYS = {
    BudgetScope.NUMBER: expenses.c.number,
    BudgetScope.PREFIX: expenses.c.prefix,
    BudgetScope.COUNTRY: expenses.c.country,
    BudgetScope.ACCOUNT: expenses.c.customer_id,
}


class SqlExpenses:
    """Sends, counted by index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> None:
        hold_name(self._session, "budgets")

    def add(self, expense: Expense) -> None:
        self._session.execute(insert(expenses), vars(expense))

    def take_back(self, delivery_id: str) -> None:
        change(self._session, delete(expenses).where(expenses.c.delivery_id == delivery_id))

    def spent(self, budgets: Sequence[Budget], expense: Expense) -> Sequence[datetime | None]:
        """Return the moments of the sends that are, from the newest, the last that fit."""
        if not budgets:
            return []
        keys = {scope.value: expense.key(scope) for scope in _KEYS}
        since = {
            f"since_{number}": expense.spent_at - budget.window
            for number, budget in enumerate(budgets)
        }
        return list(self._session.execute(_all_spent(tuple(budgets)), {**keys, **since}).one())

    def fullest(self, budget: Budget, now: datetime) -> int:
        query = select(func.count().label("sends")).where(*_counts(budget, now - budget.window))
        if budget.scope in _KEYS:
            query = query.group_by(_KEYS[budget.scope])
        counted = query.subquery()
        return self._session.scalar(select(func.max(counted.c.sends))) or 0

    def converted(self, conversion: Conversion, now: datetime) -> Sequence[Converted]:
        expense = expenses.c
        query = (
            select(
                expense.country,
                expense.channel,
                func.count(),
                func.sum(case((_is_used(), 1), else_=0)),
            )
            .join(tables.deliveries, tables.deliveries.c.id == expense.delivery_id)
            .where(expense.spent_at > now - conversion.window)
            # An answer by text message lets nobody in, and is not meant to.
            .where(tables.deliveries.c.purpose != Purpose.ANSWER)
            .group_by(expense.country, expense.channel)
            .order_by(expense.country, expense.channel)
        )
        return [Converted(*row) for row in self._session.execute(query)]


class SqlRefusals:
    """Counters, one row each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, reason: str, channel: Channel) -> None:
        row = refused_sends.c
        more = update(refused_sends).where(row.reason == reason, row.channel == channel)
        counted = more.values(count=row.count + 1)
        if change(self._session, counted) == 1:
            return
        first = {"reason": reason, "channel": channel, "count": 1}
        if not insert_once(self._session, refused_sends, [first]):
            change(self._session, counted)

    def every(self) -> Sequence[Refused]:
        row = refused_sends.c
        query = select(row.reason, row.channel, row.count).order_by(row.reason, row.channel)
        return [Refused(*each) for each in self._session.execute(query)]


# Asked for every send, and to build it costs more than to run it.
@cache
def _all_spent(budgets: tuple[Budget, ...]) -> Select[*tuple[Any, ...]]:
    """Ask for all budgets at once; the keys and the beginnings of windows are left open."""
    return select(*(_spent(number, budget) for number, budget in enumerate(budgets)))


def _spent(number: int, budget: Budget) -> ColumnElement[datetime]:
    conditions = _counts(budget, bindparam(f"since_{number}", type_=UtcDateTime))
    if budget.scope in _KEYS:
        conditions.append(_KEYS[budget.scope] == bindparam(budget.scope.value))
    query = select(expenses.c.spent_at).where(*conditions)
    newest = query.order_by(expenses.c.spent_at.desc()).offset(budget.sends - 1).limit(1)
    return newest.scalar_subquery().label(f"spent_{number}")


def _counts(budget: Budget, since: datetime | ColumnElement[datetime]) -> list[ColumnElement[bool]]:
    expense = expenses.c
    is_unproved = expense.customer_id == expense.number
    conditions = [
        expense.channel == budget.channel,
        expense.spent_at > since,
        is_unproved if budget.is_unproved else ~is_unproved,
    ]
    return [*conditions, ~_is_used()] if budget.gives_back else conditions


def _is_used() -> ColumnElement[bool]:
    """Whether what was sent let somebody in."""
    login, verification, subject = tables.logins.c, verifications.c, expenses.c.login_id
    verified = and_(login.id == subject, login.state == LoginState.VERIFIED)
    given = and_(verification.id == subject, verification.verified_at.is_not(None))
    return or_(
        select(login.id).where(verified).correlate(expenses).exists(),
        select(verification.id).where(given).correlate(expenses).exists(),
    )
