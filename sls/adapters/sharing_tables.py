"""Tables of shared devices and of the identities that are compared for them.

Which factor is whose device stands in `shared_devices`, beside the factors.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.identities import Identity
from sls.domain.sharing import Share, ShareState

identities = Table(
    "identities",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("entity_id", String(64), nullable=False),
    Column("needs_compliance", Boolean, nullable=False),
    Column("needs_ssn", Boolean, nullable=False),
    # Keyed digests of the one spelling of each field.
    Column("date_of_birth", LargeBinary(32), nullable=False),
    Column("citizenship", LargeBinary(32), nullable=False),
    Column("residence", LargeBinary(32), nullable=False),
    Column("document_type", LargeBinary(32), nullable=False),
    Column("document_number", LargeBinary(32), nullable=False),
    Column("ssn", LargeBinary(32)),
)
shares = Table(
    "shares",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("requester_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("owner_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("state", words(ShareState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("device_id", ForeignKey("factors.id")),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(64)),
    Column("decided_by", String(64)),
    Column("decided_at", UtcDateTime),
    Column("factor_id", ForeignKey("factors.id")),
)


def map_sharing() -> None:
    """Map the classes of sharing onto their tables."""
    mapper.map_imperatively(Identity, identities)
    mapper.map_imperatively(Share, shares)
