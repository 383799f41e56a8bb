"""PINs of devices: what makes one good enough, and a change that waits for its proof (F6 to F10).

A PIN takes part in the device's arithmetic, so it is sealed and not hashed (security 3.3). The old
one stays valid until the new one is proved.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.factors import FactorKind
from sls.domain.purposes import Purpose
from sls.domain.security_errors import PinRefused

PIN_CHANGE_LIFETIME = timedelta(minutes=10)
# The card has exactly four digits (F36); the app takes letters and special characters too (G40).
_FORMS = {
    FactorKind.DSC_PLUS: re.compile(r"[0-9]{4}"),
    FactorKind.IB_KEY_ANDROID: re.compile(r"[!-~]{4,6}"),
}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class PinRules:
    """Which PINs are guessed first, and so are refused."""

    common: frozenset[str]

    def check(self, kind: FactorKind, pin: str, again: str) -> None:
        """Hold a new PIN to the rules of its device.

        Raises:
            PinRefused: it was typed differently, is no PIN of this device, or is among the first
                that anybody would try.
        """
        form = _FORMS.get(kind)
        if pin != again:
            raise PinRefused("differs")
        if form is None or not form.fullmatch(pin):
            raise PinRefused("form_digits" if kind is FactorKind.DSC_PLUS else "form_characters")
        if self.is_weak(pin):
            raise PinRefused("weak")

    def is_weak(self, pin: str) -> bool:
        """Whether a PIN is one of the first to be guessed: common, a run, or a year."""
        steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
        is_run = len(steps) == 1 and steps <= {-1, 0, 1}
        is_pair_repeated = len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2)
        is_year = _YEAR.fullmatch(pin) is not None
        return is_run or is_pair_repeated or is_year or pin.lower() in self.common


class PinChangeState(StrEnum):
    """Where a change of PIN stands; over time `pending` ends as `expired`."""

    PENDING = "pending"
    CHANGED = "changed"
    EXPIRED = "expired"


@dataclass
class PinChange:
    """One change under way; `sealed_pin` is the new PIN, kept only until the change is over."""

    id: str
    customer_id: str
    factor_id: str
    sealed_pin: bytes | None
    language: str
    state: PinChangeState
    created_at: datetime
    expires_at: datetime
    attempts: int = 0
    changed_at: datetime | None = None

    @property
    def purpose(self) -> Purpose:
        """What a response to this is for."""
        return Purpose.PIN_CHANGE

    @property
    def place(self) -> str:
        """Where the new PIN is sealed for, so that rows cannot be swapped (A36)."""
        return f"pin_changes|{self.id}|sealed_pin"

    def is_live(self, now: datetime) -> bool:
        """Waiting for its proof, in time and with tries left."""
        is_pending = self.state is PinChangeState.PENDING
        return is_pending and now < self.expires_at and self.attempts < MAX_ATTEMPTS

    def finish(self, now: datetime) -> None:
        """Mark the change as made; the new PIN stands with its device from now on."""
        self.state = PinChangeState.CHANGED
        self.changed_at = now
        self.sealed_pin = None


@dataclass
class PinReset:
    """An agent has made a PIN invalid, after making sure who asks; they never see or set one."""

    id: str
    factor_id: str
    agent: str
    reset_at: datetime
