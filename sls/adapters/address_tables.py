"""Tables of IP restrictions, and of guesses at passwords by network."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    TypeDecorator,
)

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata
from sls.domain.addresses import IpRestriction
from sls.domain.password_locks import NameFailures, NetworkFailures


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """A few moments in one column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: Sequence[datetime] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> list[float] | None:
        """Store seconds since the epoch."""
        return None if value is None else [moment.timestamp() for moment in value]

    def process_result_value(
        self,
        value: list[float] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> tuple[datetime, ...] | None:
        """Return aware moments."""
        return None if value is None else tuple(datetime.fromtimestamp(each, UTC) for each in value)


ip_restrictions = Table(
    "ip_restrictions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("network", String(64), nullable=False),
    Column("added_by", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("effective_at", UtcDateTime, nullable=False),
    Column("removed_by", String(64)),
    Column("ends_at", UtcDateTime),
)
network_failures = Table(
    "network_failures",
    metadata,
    # Keyed digests: neither a user name nor an address is kept.
    Column("name", LargeBinary(32), primary_key=True),
    Column("network", LargeBinary(32), primary_key=True),
    Column("recent", Moments, nullable=False),
    Column("locked_until", UtcDateTime),
    Column("last_at", UtcDateTime, index=True),
)
name_failures = Table(
    "name_failures",
    metadata,
    Column("name", LargeBinary(32), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("rests_until", UtcDateTime),
    Column("last_at", UtcDateTime, index=True),
)
known_networks = Table(
    "known_networks",
    metadata,
    Column("name", LargeBinary(32), primary_key=True),
    Column("network", LargeBinary(32), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
)


def map_addresses() -> None:
    """Map restrictions and failures onto their tables."""
    mapper.map_imperatively(IpRestriction, ip_restrictions)
    mapper.map_imperatively(NetworkFailures, network_failures)
    mapper.map_imperatively(NameFailures, name_failures)
