"""Taking part in the Secure Login System: mandatory, but for trading platforms (F60 to F62, X6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sls.domain.errors import WrongState
from sls.domain.platforms import Platform
from sls.domain.security_errors import OptOutRefused

# Accounts of these countries cannot be opted out (public copy of KB2545).
NO_OPT_OUT = frozenset({"HK", "IN"})
# Client Portal keeps the second factor whatever was agreed (C6).
TRADING_PLATFORMS = frozenset({Platform.TWS, Platform.IOS, Platform.ANDROID})


class WayBack(StrEnum):
    """The three ways back in, each of which ends in a device (G63)."""

    INSTALL_APP = "install_app"
    ONLINE_CARD = "online_card"
    OTHER_USERNAME = "other_username"


@dataclass
class Enrolment:
    """How one user takes part, as far as it is not the rule for everybody.

    `country` is the account's and comes from the broker, as does `may_change_security`.
    `opted_out_by` is the agent who recorded it: no source has steps for opting out (X6).
    """

    customer_id: str
    country: str | None = None
    may_change_security: bool = False
    opted_out_at: datetime | None = None
    opted_out_by: str | None = None
    way_back: WayBack | None = None
    way_chosen_at: datetime | None = None

    @property
    def is_opted_out(self) -> bool:
        """Whether trading platforms ask for no second factor."""
        return self.opted_out_at is not None

    def opt_out(self, agent: str, now: datetime) -> None:
        """Opt out for trading platforms; opted out again it stays as it is.

        Raises:
            OptOutRefused: the account's country does not allow it, or is not known.
        """
        if self.country is None:
            raise OptOutRefused("country_unknown")
        if self.country in NO_OPT_OUT:
            raise OptOutRefused("country_not_allowed")
        if not self.is_opted_out:
            self.opted_out_at, self.opted_out_by = now, agent
            self.way_back = self.way_chosen_at = None

    def choose_way_back(self, way: WayBack, now: datetime) -> None:
        """Record how the user gets a device; the flag ends as soon as there is one.

        Raises:
            WrongState: the user takes part already.
        """
        if not self.is_opted_out:
            raise WrongState
        self.way_back, self.way_chosen_at = way, now

    def settle(self, *, has_factor: bool) -> None:
        """End the opt-out of a user who wanted back in and has a device now, all at once."""
        if self.way_back is not None and has_factor:
            self.opted_out_at = self.opted_out_by = self.way_back = self.way_chosen_at = None


def needs_second_factor(enrolment: Enrolment | None, platform: Platform) -> bool:
    """Whether a login on this platform goes on to a second factor."""
    is_exempt = enrolment is not None and enrolment.is_opted_out
    return not (is_exempt and platform in TRADING_PLATFORMS)


def may_trade_penny_stocks(enrolment: Enrolment | None) -> bool:
    """Whether Pink Sheet and OTCBB stocks are open, which they are not while opted out (F60).

    No IP restriction opens them again, whatever other copies say (X23).
    """
    return enrolment is None or not enrolment.is_opted_out
