"""Taking out what is over, and one customer's data before its time, on SQLAlchemy."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    delete,
    exists,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from sls.adapters import tables as t
from sls.adapters.address_tables import known_networks, name_failures, network_failures
from sls.adapters.cascading import delete_with_parts
from sls.adapters.database import change
from sls.adapters.locks import insert_once
from sls.adapters.mapping import metadata
from sls.adapters.retention_rules import RULES, over
from sls.adapters.retention_tables import purges
from sls.adapters.sending_tables import expenses
from sls.adapters.transfer_tables import transfers
from sls.domain.purposes import Purpose
from sls.domain.retention import Kept
from sls.domain.withdrawals import WithdrawalState

_ROW = 1


class SqlRetentionStore:
    """Every table with personal data."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin_purge(self, now: datetime, every: timedelta) -> bool:
        if insert_once(self._session, purges, [{"id": _ROW, "started_at": now}]):
            return True
        is_due = purges.c.started_at <= now - every
        return change(self._session, update(purges).where(is_due).values(started_at=now)) == 1

    def purge(self, kept: Kept, before: datetime, limit: int) -> int:
        return sum(
            delete_with_parts(self._session, rule.table, over(rule, before, limit))
            for rule in RULES[kept]
        )

    def has_open_withdrawals(self, customer_id: str) -> bool:
        withdrawal = t.withdrawals.c
        is_open = exists().where(
            withdrawal.customer_id == customer_id, withdrawal.state == WithdrawalState.REQUESTED
        )
        return bool(self._session.scalar(select(is_open)))

    def erase(self, customer_id: str, name_digest: bytes, husk: str, now: datetime) -> None:
        self._end_what_others_share(customer_id, now)
        subjects = [str(each) for each in self._session.scalars(union(*_subjects(customer_id)))]
        sent = or_(t.deliveries.c.login_id.in_(subjects), _is_answer_to(customer_id))
        calls = select(t.deliveries.c.provider_sid).where(sent)
        self._delete(transfers, transfers.c.sid.in_(calls))
        delete_with_parts(self._session, t.conversations, _talks(customer_id, subjects))
        delete_with_parts(self._session, t.deliveries, sent)
        self._delete(t.one_time_codes, t.one_time_codes.c.login_id.in_(subjects))
        for table in (name_failures, network_failures, known_networks):
            self._delete(table, table.c.name == name_digest)
        account = select(t.account_users.c.account_id)
        account_id = self._session.scalar(
            account.where(t.account_users.c.customer_id == customer_id)
        )
        self._leave_husk(customer_id, husk)
        for rule in RULES[Kept.WITHDRAWALS]:
            if rule.table is t.accounts:
                self._delete(t.accounts, rule.is_over(now) & (t.accounts.c.id == account_id))

    def _leave_husk(self, customer_id: str, husk: str) -> None:
        """Take out all that refers to the customer but withdrawals, and the customer if none is."""
        is_theirs = t.customers.c.id == customer_id
        for part, condition in _parts_of_customer(customer_id):
            delete_with_parts(self._session, part, condition)
        nobody = {"username": husk, "number": "", "password_hash": ""}
        self._session.execute(update(t.customers).where(is_theirs).values(**nobody))
        has_withdrawal = exists().where(t.withdrawals.c.customer_id == customer_id)
        self._delete(t.customers, is_theirs & ~has_withdrawal)

    def _end_what_others_share(self, customer_id: str, now: datetime) -> None:
        """A28: the factors of all who share a device end with its owner's."""
        factor, shared = t.factors.c, t.shared_devices.c
        own = select(factor.id).where(factor.customer_id == customer_id)
        sharing = select(shared.factor_id).where(shared.device_id.in_(own))
        end = update(t.factors).where(factor.id.in_(sharing), factor.ended_at.is_(None))
        change(self._session, end.values(ended_at=now))

    def _delete(self, table: Table, condition: ColumnElement[bool]) -> None:
        change(self._session, delete(table).where(condition))


def _parts_of_customer(customer_id: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    for table in reversed(metadata.sorted_tables):
        keys = [key for key in table.foreign_keys if key.column.table is t.customers]
        if keys and table is not t.withdrawals:
            yield table, or_(*(key.parent == customer_id for key in keys))


def _subjects(customer_id: str) -> Iterator[Select[tuple[str]]]:
    """What codes and messages can be for: the customer, and all of theirs that has an id."""
    yield select(t.customers.c.id).where(t.customers.c.id == customer_id)
    for table, condition in _parts_of_customer(customer_id):
        if "id" in table.c:
            yield select(table.c.id).where(condition)
    # What was sent outlives what it was for: a caller's proof goes after a day.
    yield select(expenses.c.login_id).where(expenses.c.customer_id == customer_id)


def _is_answer_to(customer_id: str) -> ColumnElement[bool]:
    """What the phone line texted to their numbers, also when nobody had proved whose they are."""
    delivery, customer, factor = t.deliveries.c, t.customers.c, t.factors.c
    numbers = union(
        select(customer.number).where(customer.id == customer_id),
        select(factor.number).where(factor.customer_id == customer_id),
    )
    return and_(delivery.purpose == Purpose.ANSWER, delivery.number.in_(numbers))


def _talks(customer_id: str, subjects: list[str]) -> ColumnElement[bool]:
    conversation = t.conversations.c
    return or_(conversation.customer_id == customer_id, conversation.login_id.in_(subjects))
