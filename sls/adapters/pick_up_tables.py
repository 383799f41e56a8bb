"""The table of walks that wait to be picked up."""

from sqlalchemy import JSON, Column, LargeBinary, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import metadata

pick_ups = Table(
    "pick_ups",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("walks", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)
