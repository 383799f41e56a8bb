"""The repository of enrolments, in memory."""

from collections.abc import Sequence

from sls.domain.enrolment import Enrolment
from tests.fakes.database import Store, insert


class MemoryEnrolments:
    """Enrolments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, customer_id: str) -> Enrolment | None:
        return self._store.enrolments.get(customer_id)

    def get_to_change(self, customer_id: str) -> Enrolment | None:
        return self.get(customer_id)

    def add(self, enrolment: Enrolment) -> None:
        insert(self._store.enrolments, enrolment.customer_id, enrolment)

    def users_with_rights(self, account_id: str) -> Sequence[str]:
        users = [user for user, account in self._store.accounts.items() if account == account_id]
        found = [self._store.enrolments.get(user) for user in users]
        return sorted(
            self._store.customers[each.customer_id].username
            for each in found
            if each is not None and each.may_change_security
        )
