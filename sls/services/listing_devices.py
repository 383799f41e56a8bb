"""Listing devices: what a customer who is logging in has, and how each stands, masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.errors import LoginUnknown
from sls.domain.factors import Factor
from sls.domain.verifications import is_session
from sls.ports import Clock, UnitsOfWork


class DeviceState(StrEnum):
    """How a device stands now."""

    ACTIVE = "active"
    COOLING_OFF = "cooling_off"  # its number was changed lately
    RESTING = "resting"  # too many failures in a row


@dataclass(frozen=True)
class ListedDevice:
    """One device and its state."""

    factor: Factor
    state: DeviceState


class ListingDevices:
    """The list of one's own devices."""

    def __init__(self, units: UnitsOfWork, clock: Clock, longest_session: timedelta) -> None:
        self._units = units
        self._clock = clock
        self._longest_session = longest_session

    def of_user(self, username: str, login_id: str) -> Sequence[ListedDevice]:
        """Return the devices of the customer whose login this is.

        Raises:
            LoginUnknown: no such login, somebody else's, or one that is over: one answer for all.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            login = unit.logins.get(login_id)
            customer = unit.customers.by_username(username)
            if login is None or customer is None or customer.id != login.customer_id:
                raise LoginUnknown
            if not login.is_live(now) and not is_session(login, now, self._longest_session):
                raise LoginUnknown
            factors = unit.customers.factors_of(customer.id)
        return [ListedDevice(each, _state(each, now)) for each in factors if not each.is_over(now)]


def _state(factor: Factor, now: datetime) -> DeviceState:
    if factor.is_locked(now):
        return DeviceState.RESTING
    return DeviceState.COOLING_OFF if factor.is_cooling_off(now) else DeviceState.ACTIVE
