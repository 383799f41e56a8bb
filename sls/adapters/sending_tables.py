"""Tables of sending: the way to the provider, and what was sent and refused.

The first three are nobody's in particular; an expense is a part of its delivery, and ends with it.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.breakers import Breaker
from sls.domain.factors import Channel
from sls.domain.pacing import Bucket

buckets = Table(
    "buckets",
    metadata,
    Column("channel", words(Channel), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("filled_at", UtcDateTime, nullable=False),
)
breakers = Table(
    "breakers",
    metadata,
    Column("channel", words(Channel), primary_key=True),
    Column("in_a_row", Integer, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("since", UtcDateTime),
    Column("opened_at", UtcDateTime),
    Column("probing_until", UtcDateTime),
)
refused_sends = Table(
    "refused_sends",
    metadata,
    Column("reason", String(64), primary_key=True),
    Column("channel", words(Channel), primary_key=True),
    Column("count", Integer, nullable=False),
)
expenses = Table(
    "expenses",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("login_id", String(64), nullable=False),
    Column("customer_id", String(64), nullable=False),
    Column("number", String(16), nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("country", String(2), nullable=False),
    Column("channel", words(Channel), nullable=False),
    Column("spent_at", UtcDateTime, nullable=False),
    Index("expenses_customer", "customer_id", "channel", "spent_at"),
    Index("expenses_number", "number", "channel", "spent_at"),
    Index("expenses_prefix", "prefix", "channel", "spent_at"),
    Index("expenses_country", "country", "channel", "spent_at"),
    Index("expenses_everybody", "channel", "spent_at"),
)


def map_sending() -> None:
    """Map the domain's classes onto the tables."""
    mapper.map_imperatively(Bucket, buckets)
    mapper.map_imperatively(Breaker, breakers)
