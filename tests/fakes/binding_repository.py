"""The repository of activations, installations and changes of number, in memory."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.activations import Activation
from sls.domain.bindings import Binding, Guard
from sls.domain.challenges import Device
from sls.domain.factors import Factor
from sls.domain.numbers import NumberChange
from tests.fakes.database import Store, insert


class MemoryBindings:
    """Activations, installations, guards and changes of number; the unit is its own lock."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def lock(self, customer_id: str) -> None:
        """Do nothing: nobody else is in this unit of work."""

    def guard(self, customer_id: str) -> Guard:
        return self._store.guards.setdefault(customer_id, Guard(customer_id))

    def add_activation(self, activation: Activation) -> None:
        insert(self._store.activations, activation.id, activation)

    def activation(self, activation_id: str) -> Activation | None:
        return self._store.activations.get(activation_id)

    def waiting_activation(self, customer_id: str, now: datetime) -> Activation | None:
        own = [e for e in self._store.activations.values() if e.customer_id == customer_id]
        waiting = [each for each in own if each.is_waiting(now)]
        return max(waiting, key=lambda activation: activation.created_at, default=None)

    def charge_activation(self, activation_id: str, now: datetime) -> bool:
        activation = self.activation(activation_id)
        if activation is None or not activation.is_live(now):
            return False
        activation.attempts += 1
        return True

    def add_factor(self, factor: Factor) -> None:
        insert(self._store.factors, factor.id, factor)

    def bind(self, factor: Factor, device: Device, binding: Binding) -> None:
        self.add_factor(factor)
        insert(self._store.devices, device.factor_id, device)
        insert(self._store.app_bindings, binding.factor_id, binding)

    def on_install(self, install_id: str) -> Sequence[Factor]:
        there = [e for e in self._store.app_bindings.values() if e.install_id == install_id]
        factors = [self._store.factors[each.factor_id] for each in there]
        live = [each for each in factors if each.ended_at is None]
        return sorted(live, key=lambda factor: factor.id)

    def add_number_change(self, change: NumberChange) -> None:
        insert(self._store.number_changes, change.id, change)

    def number_change(self, change_id: str) -> NumberChange | None:
        return self._store.number_changes.get(change_id)

    def number_changes_since(self, customer_id: str, since: datetime) -> Sequence[NumberChange]:
        begun = [each for each in self._own(customer_id) if each.created_at > since]
        return sorted(begun, key=lambda change: change.created_at)

    def last_number_change(self, customer_id: str) -> NumberChange | None:
        confirmed = {e.confirmed_at: e for e in self._own(customer_id) if e.confirmed_at}
        return confirmed[max(confirmed)] if confirmed else None

    def charge_number_change(self, change_id: str, now: datetime) -> bool:
        change = self.number_change(change_id)
        if change is None or not change.is_live(now):
            return False
        change.attempts += 1
        return True

    def _own(self, customer_id: str) -> list[NumberChange]:
        changes = self._store.number_changes.values()
        return [each for each in changes if each.customer_id == customer_id]
