"""When data was last purged, so that restarts of workers do not matter."""

from sqlalchemy import Column, Integer, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import metadata

purges = Table(
    "purges",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started_at", UtcDateTime, nullable=False),
)
