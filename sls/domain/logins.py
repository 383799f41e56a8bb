"""A pending login: the password was right, the second factor is still owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import CardOnly, WrongState
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose
from sls.domain.temporary_access import Access

LOGIN_LIFETIME = timedelta(minutes=20)


class LoginState(StrEnum):
    """Where a pending login stands; over time each but `verified` ends as `expired`."""

    CHOOSE = "choose"
    READY = "ready"
    VERIFIED = "verified"
    EXPIRED = "expired"


@dataclass
class PendingLogin:
    """One login under way; its id is unguessable, for it opens a level 1 conversation.

    `is_card_only` is set for one that was verified with a temporary passcode past its two days.
    """

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
    is_card_only: bool = False

    @property
    def access(self) -> Access:
        """What this login may be used for, once it is verified."""
        return Access.CARD_ONLY if self.is_card_only else Access.FULL

    def require_full_access(self) -> None:
        """Ask before every use of a verified login but printing the online card (F13).

        Raises:
            CardOnly: it was verified with a passcode that opens nothing else any more.
        """
        if self.is_card_only:
            raise CardOnly

    @property
    def purpose(self) -> Purpose:
        """What a response to this is for."""
        return Purpose.LOGIN

    def is_live(self, now: datetime) -> bool:
        """Waiting for its second factor, in time and with tries left."""
        is_waiting = self.state in (LoginState.CHOOSE, LoginState.READY)
        return is_waiting and now < self.expires_at and self.attempts < MAX_ATTEMPTS

    def is_ready(self, now: datetime) -> bool:
        """Live, with its factor chosen."""
        return self.state is LoginState.READY and self.is_live(now)

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

    def verify(self, now: datetime, access: Access = Access.FULL) -> None:
        """Mark the login as verified; the caller has compared the response."""
        self.state = LoginState.VERIFIED
        self.verified_at = now
        self.is_card_only = access is Access.CARD_ONLY
