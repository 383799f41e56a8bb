"""Requests that carry a key of their caller's, and what was answered to them."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import metadata

idempotent_requests = Table(
    "idempotent_requests",
    metadata,
    Column("caller", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    # Keyed: the request may hold a password.
    Column("digest", String(64), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    # Null while the first request is under way.
    Column("status", Integer),
    # Null where the answer held a secret: then it is never told again.
    Column("sealed_body", LargeBinary),
    Index("idempotent_requests_begun", "begun_at"),
)
