"""Taking effect: what must happen whenever a permanent device becomes active, in one place."""

from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.bindings import APP_KINDS, BindingRules, ended_by
from sls.domain.customers import Customer
from sls.domain.factors import Factor
from sls.domain.messages import Utterance
from sls.ports import UnitOfWork
from sls.services.auditing import record
from sls.services.limiting_access import end_temporary_access
from sls.services.notifying import Notifying


class TakingEffect:
    """Ends what a new device replaces and tells the customer, in the transaction of the change."""

    def __init__(self, notifying: Notifying, rules: BindingRules) -> None:
        self._notifying = notifying
        self._rules = rules

    def permanent_device_activated(
        self, unit: UnitOfWork, customer: Customer, factor: Factor, now: datetime
    ) -> None:
        """Let a device that has just become active take the place of what it replaces.

        To be called for a factor that is added already: IB Key on another phone is dead at commit
        (A30), SMS is no way to log in any more (C5), temporary access is over (F17), and the
        number on file gets a notice (A6).
        """
        for each in ended_by(factor, unit.customers.factors_of(customer.id), self._rules):
            replaced = unit.customers.factor_to_change(each.id)
            if replaced is not None:
                replaced.end(now)
        end_temporary_access(unit, customer.id, now)
        data = {"factor": factor.kind}
        record(
            unit, AuditKind.DEVICE_ACTIVATED, now, customer=customer.id, subject=factor.id, **data
        )
        self._notifying.tell(unit, customer, _news(factor), now)


def _news(factor: Factor) -> Utterance:
    if factor.kind in APP_KINDS:
        return Utterance("notice.app_activated")
    return Utterance("notice.device_activated", {"device": Utterance(f"factor.{factor.kind}")})
