"""Tables of activations, of installations that carry an IB Key, and of changes of number."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.activations import Activation, ActivationState
from sls.domain.bindings import Binding, Guard
from sls.domain.factors import FactorKind
from sls.domain.numbers import NumberChange

activations = Table(
    "activations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", words(FactorKind)),
    Column("install_id", String(128)),
    Column("proof_factor_id", ForeignKey("factors.id")),
    Column("state", words(ActivationState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("factor_id", ForeignKey("factors.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
app_bindings = Table(
    "app_bindings",
    metadata,
    Column("factor_id", ForeignKey("factors.id"), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("install_id", String(128), nullable=False, index=True),
    Column("bound_at", UtcDateTime, nullable=False),
)
binding_guards = Table(
    "binding_guards",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
)
number_changes = Table(
    "number_changes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("number", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("active_from", UtcDateTime),
    Column("ended_at", UtcDateTime),
)


def map_bindings() -> None:
    """Map the classes of these tables."""
    mapper.map_imperatively(Activation, activations)
    mapper.map_imperatively(Binding, app_bindings)
    mapper.map_imperatively(Guard, binding_guards)
    mapper.map_imperatively(NumberChange, number_changes)
