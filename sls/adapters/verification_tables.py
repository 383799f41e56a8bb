"""Tables of verifications and of changes of PIN."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.pins import PinChange, PinChangeState, PinReset
from sls.domain.platforms import Platform
from sls.domain.verifications import Task, Verification, VerificationState

verifications = Table(
    "verifications",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("login_id", ForeignKey("logins.id"), nullable=False),
    Column("task", words(Task), nullable=False),
    Column("details", Text, nullable=False),
    Column("platform", words(Platform), nullable=False),
    Column("platform_version", String(32)),
    Column("language", String(8), nullable=False),
    Column("state", words(VerificationState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("factor_id", ForeignKey("factors.id")),
    Column("attempts", Integer, nullable=False),
    Column("verified_at", UtcDateTime),
    Column("used_at", UtcDateTime),
)
pin_changes = Table(
    "pin_changes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("factor_id", ForeignKey("factors.id"), nullable=False),
    # The new PIN, bound to this row; forgotten when the change is over.
    Column("sealed_pin", LargeBinary),
    Column("language", String(8), nullable=False),
    Column("state", words(PinChangeState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("changed_at", UtcDateTime),
)
pin_resets = Table(
    "pin_resets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("factor_id", ForeignKey("factors.id"), nullable=False, index=True),
    Column("agent", String(64), nullable=False),
    Column("reset_at", UtcDateTime, nullable=False),
)


def map_verifications() -> None:
    """Map the domain's classes onto the tables of this module."""
    mapper.map_imperatively(Verification, verifications)
    mapper.map_imperatively(PinChange, pin_changes)
    mapper.map_imperatively(PinReset, pin_resets)
