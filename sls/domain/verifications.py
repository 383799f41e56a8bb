"""A verification: a customer who is logged in proves anew who they are, for one task (F43 to F48).

It is bound to the customer, the session, the task with its details and the factor that answers,
and confirms that one thing once (security A10 to A12).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose

# From the question to the task: a proof of ten minutes ago proves nothing (design 5.6, level 3).
VERIFICATION_LIFETIME = timedelta(minutes=10)


class Task(StrEnum):
    """What asks for a verification."""

    WITHDRAWAL = "withdrawal"
    CHANGE_PIN = "change_pin"
    SHARE_DEVICE = "share_device"
    OPT_BACK_IN = "opt_back_in"
    CHANGE_NUMBER = "change_number"
    IP_RESTRICTION = "ip_restriction"
    PRINT_CARD = "print_card"


class VerificationState(StrEnum):
    """Where a verification stands; over time each but `used` ends as `expired`."""

    CHOOSE = "choose"
    READY = "ready"
    VERIFIED = "verified"
    USED = "used"
    EXPIRED = "expired"


_S = VerificationState


@dataclass
class Verification:
    """One proof for one task; `login_id` is the session, `details` what exactly is confirmed."""

    id: str
    customer_id: str
    login_id: str
    task: Task
    details: str
    platform: Platform
    platform_version: str | None
    language: str
    state: VerificationState
    created_at: datetime
    expires_at: datetime
    factor_id: str | None = None
    attempts: int = 0
    verified_at: datetime | None = None
    used_at: datetime | None = None

    @property
    def purpose(self) -> Purpose:
        """What a response to this is for."""
        return Purpose.VERIFICATION

    def is_live(self, now: datetime) -> bool:
        """Waiting for its factor, in time and with tries left."""
        is_waiting = self.state in (_S.CHOOSE, _S.READY)
        return is_waiting and now < self.expires_at and self.attempts < MAX_ATTEMPTS

    def is_ready(self, now: datetime) -> bool:
        """Live, with its factor chosen."""
        return self.state is _S.READY and self.is_live(now)

    def state_at(self, now: datetime) -> VerificationState:
        """The state as the caller sees it."""
        is_proved = self.state is _S.VERIFIED and now < self.expires_at
        if self.state is _S.USED or is_proved or self.is_live(now):
            return self.state
        return _S.EXPIRED

    def choose(self, factor_id: str, now: datetime) -> None:
        """Take the customer's choice of factor; the same choice again is allowed.

        Raises:
            WrongState: another factor was chosen before, or the verification is over.
        """
        is_open = self.state is _S.CHOOSE or self.factor_id == factor_id
        if not is_open or not self.is_live(now):
            raise WrongState
        self.factor_id = factor_id
        self.state = _S.READY

    def verify(self, now: datetime) -> None:
        """Mark the verification as given; the caller has compared the response."""
        self.state = _S.VERIFIED
        self.verified_at = now

    def confirms(self, task: Task, details: str, now: datetime) -> bool:
        """Whether it was given for exactly this, lately, and is not used up."""
        is_proved = self.state_at(now) is _S.VERIFIED
        return is_proved and (self.task, self.details) == (task, details)


def canonical(details: Mapping[str, object]) -> str:
    """Return the details of a task as one text that is the same for the same details."""
    return json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def is_session(login: PendingLogin | None, now: datetime, longest: timedelta) -> bool:
    """Whether this is a customer who is logged in: verified, and not too long ago."""
    if login is None or login.state is not LoginState.VERIFIED or login.verified_at is None:
        return False
    return now < login.verified_at + longest
