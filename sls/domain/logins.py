"""A pending login: the password was right, the second factor is still owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.platforms import Platform

LOGIN_LIFETIME = timedelta(minutes=20)


class LoginState(StrEnum):
    """Where a pending login stands; over time each but `verified` ends as `expired`."""

    CHOOSE = "choose"
    READY = "ready"
    VERIFIED = "verified"
    EXPIRED = "expired"


@dataclass
class PendingLogin:
    """One login under way; its id is unguessable, for it opens a level 1 conversation."""

    id: str
    customer_id: str
    platform: Platform
    platform_version: str | None
    language: str
    state: LoginState
    created_at: datetime
    expires_at: datetime
    factor_id: str | None = None
    attempts: int = 0
    verified_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Waiting for its second factor, in time and with tries left."""
        is_waiting = self.state in (LoginState.CHOOSE, LoginState.READY)
        return is_waiting and now < self.expires_at and self.attempts < MAX_ATTEMPTS

    def state_at(self, now: datetime) -> LoginState:
        """The state as a login screen sees it."""
        if self.state is LoginState.VERIFIED or self.is_live(now):
            return self.state
        return LoginState.EXPIRED

    def choose(self, factor_id: str, now: datetime) -> None:
        """Take the customer's choice of factor; the same choice again is allowed.

        Raises:
            WrongState: another factor was chosen before, or the login is over.
        """
        is_open = self.state is LoginState.CHOOSE or self.factor_id == factor_id
        if not is_open or not self.is_live(now):
            raise WrongState
        self.factor_id = factor_id
        self.state = LoginState.READY

    def verify(self, now: datetime) -> None:
        """Mark the login as verified; the caller has compared the response."""
        self.state = LoginState.VERIFIED
        self.verified_at = now
