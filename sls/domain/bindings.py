"""Bindings: which phone an IB Key is on, what a new device ends, and a brake on wrong codes.

IB Key works on one phone at a time (F49, G58), and one phone may carry several users (F41).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.codes import CODE_LENGTH
from sls.domain.factors import Factor, FactorKind
from sls.domain.lockouts import delay_after

APP_KINDS = frozenset({FactorKind.IB_KEY_IOS, FactorKind.IB_KEY_ANDROID})
# In the order in which one is asked when a customer has several: by what each may withdraw.
PHYSICAL_KINDS = (
    FactorKind.DSC_PLUS,
    FactorKind.PLATINUM,
    FactorKind.GOLD,
    FactorKind.DSC,
    FactorKind.SECURITY_CODE_CARD,
)
PERMANENT_KINDS = APP_KINDS | frozenset(PHYSICAL_KINDS)


@dataclass(frozen=True)
class BindingRules:
    """What no source states or what goes beyond it, and so is set.

    `code_length` of activation codes; `sms_ends` as a way to log in when a stronger device becomes
    active (C5); `number_cool_off`, for which a changed number gets no codes (A19).
    """

    code_length: int = CODE_LENGTH
    sms_ends: bool = True
    number_cool_off: timedelta = timedelta(days=3)


@dataclass
class Binding:
    """One user's IB Key on one installation of the app; it ends with its factor."""

    factor_id: str
    customer_id: str
    install_id: str
    bound_at: datetime


@dataclass
class Guard:
    """The wrong codes of one customer over all activations: a new one gives no tries back (A4)."""

    customer_id: str
    failures: int = 0
    locked_until: datetime | None = None

    def charge(self, now: datetime) -> bool:
        """Charge one try before anything is compared; False while it rests."""
        if self.locked_until is not None and now < self.locked_until:
            return False
        self.failures += 1
        delay = delay_after(self.failures)
        self.locked_until = now + delay if delay is not None else None
        return True

    def succeed(self) -> None:
        """Forget the failures."""
        self.failures, self.locked_until = 0, None


def physical_device(factors: Sequence[Factor], now: datetime) -> Factor | None:
    """Return the physical device that is asked in place of a text message, if there is one (G57).

    One that rests after failures is asked all the same: resting opens no easier way.
    """
    active = [each for each in factors if not each.is_over(now) and not each.is_cooling_off(now)]
    return next((e for kind in PHYSICAL_KINDS for e in active if e.kind is kind), None)


def ended_by(new: Factor, others: Sequence[Factor], rules: BindingRules) -> list[Factor]:
    """Return the factors that a new permanent device ends.

    Another IB Key, for it is on one phone at a time; and SMS as a way to log in, where the rule
    says so (C5). The number stays on file and goes on receiving activation codes.
    """
    kinds: set[FactorKind] = set(APP_KINDS) if new.kind in APP_KINDS else set()
    if rules.sms_ends:
        kinds.add(FactorKind.SMS)
    return [each for each in others if each.id != new.id and each.kind in kinds]
