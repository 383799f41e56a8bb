"""Limiting access: what each factor opens on a platform now, and what ends by itself (F11-F15)."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.errors import CardOnly, FactorUnavailable, TemporaryAccessOver
from sls.domain.factors import Factor, FactorKind
from sls.domain.platforms import Platform
from sls.domain.temporary_access import TEMPORARY_KINDS, Access
from sls.ports import UnitOfWork


def access_with(
    unit: UnitOfWork, factor: Factor, platform: Platform, now: datetime
) -> Access | None:
    """Return what a factor opens on a platform now, or None for nothing."""
    if factor.is_over(now):
        return None
    if factor.kind is not FactorKind.TEMPORARY_PASSCODE:
        return Access.FULL
    passcode = unit.temporary_accesses.passcode(factor.id)
    return passcode.access(platform, now) if passcode else None


def usable_factors(
    unit: UnitOfWork, customer_id: str, platform: Platform, now: datetime
) -> Sequence[Factor]:
    """Return the factors that open anything on a platform now.

    None at all is for those who never had one. Whoever had one is never let in by the password
    alone because it is lost, ended or run out.

    Raises:
        CardOnly: all that is left is a passcode past its two days, which opens Client Portal only.
        TemporaryAccessOver: nothing is left; Client Services helps (F15).
    """
    factors = unit.customers.factors_of(customer_id)
    usable = [each for each in factors if access_with(unit, each, platform, now)]
    if usable or not unit.temporary_accesses.is_participant(customer_id):
        return usable
    if any(access_with(unit, each, Platform.CLIENT_PORTAL, now) for each in factors):
        raise CardOnly
    raise TemporaryAccessOver


def confirming_factors(unit: UnitOfWork, customer_id: str, now: datetime) -> list[Factor]:
    """Return the factors by which a customer who is logged in may confirm a task.

    A passcode past its two days is none of them: it opens Client Portal for the card alone (F13).
    """
    portal, factors = Platform.CLIENT_PORTAL, unit.customers.factors_of(customer_id)
    return [each for each in factors if access_with(unit, each, portal, now) is Access.FULL]


def require_usable(unit: UnitOfWork, factor: Factor, platform: Platform, now: datetime) -> None:
    """Refuse a factor that opens nothing here any more.

    Raises:
        CardOnly: it is a passcode past its two days, which opens Client Portal only (F13).
        FactorUnavailable: it is over.
    """
    if access_with(unit, factor, platform, now) is not None:
        return
    if access_with(unit, factor, Platform.CLIENT_PORTAL, now) is not None:
        raise CardOnly
    raise FactorUnavailable


def end_temporary_access(unit: UnitOfWork, customer_id: str, now: datetime) -> None:
    """End passcode and online cards, for a permanent device is active again (F17).

    To be called in the transaction in which the device becomes active or proves to be back.
    """
    unit.temporary_accesses.lock(customer_id)
    passcode = unit.temporary_accesses.open_passcode(customer_id)
    if passcode is not None:
        passcode.end(now)
    for card in unit.temporary_accesses.pending_cards(customer_id):
        card.void()
    for each in unit.customers.factors_of(customer_id):
        if each.kind not in TEMPORARY_KINDS:
            continue
        factor = unit.customers.factor_to_change(each.id)
        if factor is not None:
            factor.end(now)
