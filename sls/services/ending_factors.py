"""Ending factors: whoever shares a device loses it with its owner, in one transaction (A28)."""

from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.factors import Factor
from sls.ports import UnitOfWork
from sls.services.auditing import record


def end_factor(unit: UnitOfWork, factor: Factor, now: datetime) -> None:
    """End a factor, and with it those of everybody who shares its device.

    Whoever ends a physical device ends it here; the factor is one that was read to be changed.
    """
    for each in (factor, *unit.shares.sharers_of(factor.id)):
        each.end(now)
        data = {"factor": each.kind}
        record(
            unit, AuditKind.FACTOR_ENDED, now, customer=each.customer_id, subject=each.id, **data
        )
