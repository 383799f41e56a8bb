"""Erasing one customer: everything but what the law keeps, and their names in the audit chain."""

from sls.domain.audit import AuditKind
from sls.domain.customers import fold_username
from sls.domain.errors import AccountUnknown, WithdrawalsOpen
from sls.domain.retention import HUSK
from sls.ports import Clock, Randomness, UnitsOfWork
from sls.ports.digests import Digests
from sls.services.auditing import record


class ErasingCustomers:
    """The use case of whoever wishes to be forgotten."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        digests: Digests,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._digests = digests

    def erase(self, username: str, agent: str) -> None:
        """Erase a customer; the record of it says when and by whom, and no longer of whom.

        Their key in the audit chain is destroyed, so that its entries name nobody; the chain holds.

        Raises:
            AccountUnknown: no such customer.
            WithdrawalsOpen: money of theirs is on its way; cancel the withdrawal or wait.
        """
        now = self._clock.now()
        name = self._digests.digest("user name", fold_username(username))
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            customer_id = customer.id  # nothing can be asked of what is gone
            if unit.retention.has_open_withdrawals(customer_id):
                raise WithdrawalsOpen
            husk = f"{HUSK}{self._randomness.token()}"
            unit.retention.erase(customer_id, name, husk, now)
            unit.audit.destroy_key(customer_id)
            actor = f"agent:{agent}"
            record(unit, AuditKind.CUSTOMER_ERASED, now, actor=actor)
