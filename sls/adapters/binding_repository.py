"""The repository of activations, installations and changes of number, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sls.adapters import binding_tables as bindings
from sls.adapters import tables
from sls.adapters.database import change
from sls.adapters.locks import held, hold_row
from sls.domain.activations import Activation, ActivationState
from sls.domain.bindings import Binding, Guard
from sls.domain.challenges import Device
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.factors import Factor
from sls.domain.numbers import NumberChange


class SqlBindings:
    """Activations, installations, guards and changes of number."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, customer_id: str) -> None:
        hold_row(self._session, tables.customers, customer_id)

    def guard(self, customer_id: str) -> Guard:
        guard = held(self._session, Guard, customer_id)
        if guard is None:
            guard = Guard(customer_id)
            self._add(guard)
        return guard

    def add_activation(self, activation: Activation) -> None:
        self._add(activation)

    def activation(self, activation_id: str) -> Activation | None:
        return held(self._session, Activation, activation_id)

    def waiting_activation(self, customer_id: str, now: datetime) -> Activation | None:
        activation = bindings.activations.c
        query = (
            select(Activation)
            .where(activation.customer_id == customer_id, activation.expires_at > now)
            .where(activation.state == ActivationState.WAITING)
            .order_by(activation.created_at.desc())
            .limit(1)
        )
        return self._session.scalars(query).one_or_none()

    def charge_activation(self, activation_id: str, now: datetime) -> bool:
        """One UPDATE decides, so that parallel guesses cannot get more tries than there are."""
        activation = bindings.activations.c
        charge = (
            update(bindings.activations)
            .where(activation.id == activation_id, activation.expires_at > now)
            .where(activation.state == ActivationState.WAITING)
            .where(activation.attempts < MAX_ATTEMPTS)
            .values(attempts=activation.attempts + 1)
        )
        return change(self._session, charge) == 1

    def add_factor(self, factor: Factor) -> None:
        self._add(factor)

    def bind(self, factor: Factor, device: Device, binding: Binding) -> None:
        for row in (factor, device, binding):
            self._add(row)

    def on_install(self, install_id: str) -> Sequence[Factor]:
        factor, binding = tables.factors.c, bindings.app_bindings.c
        query = (
            select(Factor)
            .join(bindings.app_bindings, binding.factor_id == factor.id)
            .where(binding.install_id == install_id, factor.ended_at.is_(None))
            .order_by(factor.id)
        )
        return self._session.scalars(query).all()

    def add_number_change(self, change: NumberChange) -> None:
        self._add(change)

    def number_change(self, change_id: str) -> NumberChange | None:
        return held(self._session, NumberChange, change_id)

    def number_changes_since(self, customer_id: str, since: datetime) -> Sequence[NumberChange]:
        begun = bindings.number_changes.c
        query = (
            select(NumberChange)
            .where(begun.customer_id == customer_id, begun.created_at > since)
            .order_by(begun.created_at)
        )
        return self._session.scalars(query).all()

    def last_number_change(self, customer_id: str) -> NumberChange | None:
        begun = bindings.number_changes.c
        query = (
            select(NumberChange)
            .where(begun.customer_id == customer_id, begun.confirmed_at.is_not(None))
            .order_by(begun.confirmed_at.desc())
            .limit(1)
        )
        return self._session.scalars(query).one_or_none()

    def charge_number_change(self, change_id: str, now: datetime) -> bool:
        """One UPDATE decides, as for activations."""
        begun = bindings.number_changes.c
        charge = (
            update(bindings.number_changes)
            .where(begun.id == change_id, begun.expires_at > now, begun.confirmed_at.is_(None))
            .where(begun.ended_at.is_(None), begun.attempts < MAX_ATTEMPTS)
            .values(attempts=begun.attempts + 1)
        )
        return change(self._session, charge) == 1

    def _add(self, row: object) -> None:
        self._session.add(row)
        self._session.flush()
