"""Activations of IB Key: one code, for one user on one installation of the app, once (A30)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.factors import FactorKind
from sls.domain.purposes import Purpose

# Like a login; each code within it lives ten minutes.
ACTIVATION_LIFETIME = timedelta(minutes=20)
# As many bytes as the response's SHA-1 has.
KEY_BYTES = 20


class ActivationState(StrEnum):
    """Where an activation stands; over time one that waits just runs out."""

    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"  # a newer one took its place, or the number changed


class PinNeed(StrEnum):
    """Which PIN an activation asks for: iOS has none (F10), Android one that is new or known."""

    NONE = "none"
    NEW = "new"
    EXISTING = "existing"


@dataclass
class Activation:
    """One activation; asked for in a chat it has no phone yet, and the first app claims it.

    `proof_factor_id` is the physical device that is asked in place of a text message (G57).
    """

    id: str
    customer_id: str
    created_at: datetime
    expires_at: datetime
    kind: FactorKind | None = None
    install_id: str | None = None
    proof_factor_id: str | None = None
    state: ActivationState = ActivationState.WAITING
    attempts: int = 0
    factor_id: str | None = None

    @property
    def purpose(self) -> Purpose:
        """What a response to this is for."""
        return Purpose.ACTIVATION

    def is_waiting(self, now: datetime) -> bool:
        """In time and not over, whatever tries are left."""
        return self.state is ActivationState.WAITING and now < self.expires_at

    def is_live(self, now: datetime) -> bool:
        """Waiting for its code, with tries left."""
        return self.is_waiting(now) and self.attempts < MAX_ATTEMPTS

    def fits(self, kind: FactorKind, install_id: str) -> bool:
        """Whether it is this installation's, or nobody's yet."""
        return self.install_id is None or (self.kind, self.install_id) == (kind, install_id)

    def claim(self, kind: FactorKind, install_id: str) -> None:
        """Bind it to an installation, for good.

        Raises:
            WrongState: it is another installation's.
        """
        if not self.fits(kind, install_id):
            raise WrongState
        self.kind, self.install_id = kind, install_id

    def end(self) -> None:
        """End one that waits; its code opens nothing any more."""
        if self.state is ActivationState.WAITING:
            self.state = ActivationState.ENDED

    def finish(self, factor_id: str) -> None:
        """Record the factor that it became."""
        self.state, self.factor_id = ActivationState.ACTIVE, factor_id


def opened(activation_id: str, customer_id: str, now: datetime) -> Activation:
    """Return a new activation that no installation has claimed yet."""
    return Activation(activation_id, customer_id, now, now + ACTIVATION_LIFETIME)


def device_key(chance: str) -> bytes:
    """Return the key of a new device, from an unguessable token."""
    return hmac.digest(chance.encode(), b"ib key", hashlib.sha256)[:KEY_BYTES]
