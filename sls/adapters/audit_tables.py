"""The tables of the audit chain; a trigger of the database keeps entries from being changed."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    # A word and no enumeration: what happened in former times has names of former times.
    Column("kind", String(64), nullable=False),
    # Pseudonyms, made with the customer's key: no foreign keys, for they name no row.
    Column("customer", String(64)),
    Column("actor", String(128), nullable=False),
    Column("subject", String(64)),
    Column("data", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    Index("audit_entries_customer", "customer", "seq"),
)
audit_head = Table(
    "audit_head",
    metadata,
    # One row, which every writer locks: the chain is one line.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("seal", String(64), nullable=False),
)
audit_keys = Table(
    "audit_keys",
    metadata,
    Column("customer_id", String(64), primary_key=True),
    Column("sealed_key", LargeBinary, nullable=False),
)
# What a fresh start of the demo leaves alone: the chain is append-only there, too.
CHAIN = frozenset({audit_entries.name, audit_head.name})
