"""The repository of activations, of phones that carry an IB Key, and of changes of number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sls.domain.activations import Activation
from sls.domain.bindings import Binding, Guard
from sls.domain.challenges import Device
from sls.domain.factors import Factor
from sls.domain.numbers import NumberChange


class Bindings(Protocol):
    """How customers come to their devices and numbers."""

    def lock(self, customer_id: str) -> None:
        """Let nobody else change this customer's devices or number until the unit ends."""
        ...

    def guard(self, customer_id: str) -> Guard:
        """Return the customer's guard, a new one if there was none."""
        ...

    def add_activation(self, activation: Activation) -> None: ...
    def activation(self, activation_id: str) -> Activation | None: ...
    def waiting_activation(self, customer_id: str, now: datetime) -> Activation | None: ...
    def charge_activation(self, activation_id: str, now: datetime) -> bool:
        """Charge one try if the activation is live; say whether it did."""
        ...

    def add_factor(self, factor: Factor) -> None:
        """Add a factor that has no device of its own."""
        ...

    def bind(self, factor: Factor, device: Device, binding: Binding) -> None:
        """Add a factor, its device, and the installation that it is on."""
        ...

    def on_install(self, install_id: str) -> Sequence[Factor]:
        """Return the factors on an installation that have not ended."""
        ...

    def add_number_change(self, change: NumberChange) -> None: ...
    def number_change(self, change_id: str) -> NumberChange | None: ...
    def number_changes_since(self, customer_id: str, since: datetime) -> Sequence[NumberChange]:
        """Return the changes that were begun, oldest first."""
        ...

    def last_number_change(self, customer_id: str) -> NumberChange | None:
        """Return the change that was confirmed last."""
        ...

    def charge_number_change(self, change_id: str, now: datetime) -> bool:
        """Charge one try if the change is live; say whether it did."""
        ...
