"""The repository of enrolments, on SQLAlchemy."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.enrolment_tables import enrolments
from sls.adapters.locks import held
from sls.domain.enrolment import Enrolment


class SqlEnrolments:
    """Enrolments."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, customer_id: str) -> Enrolment | None:
        return self._session.get(Enrolment, customer_id)

    def get_to_change(self, customer_id: str) -> Enrolment | None:
        return held(self._session, Enrolment, customer_id)

    def add(self, enrolment: Enrolment) -> None:
        self._session.add(enrolment)
        self._session.flush()

    def users_with_rights(self, account_id: str) -> Sequence[str]:
        customer, user, enrolled = tables.customers.c, tables.account_users.c, enrolments.c
        query = (
            select(customer.username)
            .join(tables.account_users, user.customer_id == customer.id)
            .join(enrolments, enrolled.customer_id == customer.id)
            .where(user.account_id == account_id, enrolled.may_change_security)
            .order_by(customer.username)
        )
        return self._session.scalars(query).all()
