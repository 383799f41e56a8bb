"""The repositories of restrictions of login, and of guesses at passwords."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sls.domain.addresses import IpRestriction
from sls.domain.password_locks import NameFailures, NetworkFailures


class IpRestrictions(Protocol):
    """The addresses from which users log in."""

    def get_to_change(self, restriction_id: str) -> IpRestriction | None: ...
    def add(self, restriction: IpRestriction) -> None: ...
    def of(self, customer_id: str, now: datetime) -> Sequence[IpRestriction]:
        """Return a customer's restrictions that are not over, oldest first."""
        ...


class PasswordFailures(Protocol):
    """Failed logins by user name and network, both as keyed digests."""

    def of_network(self, name: bytes, network: bytes) -> NetworkFailures:
        """Return the failures from one network; nobody else may change them until the unit ends."""
        ...

    def of_name(self, name: bytes) -> NameFailures:
        """Return the failures over all networks; nobody else may change them until then."""
        ...

    def knows(self, name: bytes, network: bytes, since: datetime) -> bool:
        """Whether there was a login from this network since a moment."""
        ...

    def learn(self, name: bytes, network: bytes, now: datetime) -> None:
        """Remember that there was a login from this network."""
        ...

    def forget(self, failed_before: datetime, known_before: datetime) -> None:
        """Forget failures and networks that count for nothing any more."""
        ...
