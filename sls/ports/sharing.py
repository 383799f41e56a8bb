"""The repository of shared devices and of the identities that are compared for them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sls.domain.factors import Factor
from sls.domain.identities import Identity
from sls.domain.sharing import Share


class Shares(Protocol):
    """Shares of devices, the people who ask for them, and which factor is whose device."""

    def get(self, share_id: str) -> Share | None: ...
    def get_to_change(self, share_id: str) -> Share | None: ...
    def add(self, share: Share) -> None: ...
    def pending(self) -> Sequence[Share]:
        """Return the shares that wait for compliance, oldest first."""
        ...

    def identity_of(self, customer_id: str) -> Identity | None: ...
    def put_identity(self, identity: Identity) -> None:
        """Keep an identity in place of an earlier one."""
        ...

    def bind(self, factor: Factor, device_id: str) -> None:
        """Add a factor that is another user's device."""
        ...

    def borrowed_by(self, customer_id: str) -> Mapping[str, str]:
        """Return a customer's live factors that are others' devices, with their owners."""
        ...

    def sharers_of(self, device_id: str) -> Sequence[Factor]:
        """Return the live factors of others that are this device."""
        ...
