"""The table of requests to be called back."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.help_requests import HelpRequest, HelpState

help_requests = Table(
    "help_requests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    # Where it was asked for; the conversation may be purged before it.
    Column("conversation_id", String(64), nullable=False),
    Column("number", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("topic", String(64)),
    Column("state", words(HelpState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("rings", Integer, nullable=False),
    # Its latest call, which may be purged before it.
    Column("delivery_id", String(64)),
    Column("ringing_told_at", UtcDateTime),
    Column("talking_since", UtcDateTime),
    Column("ended_at", UtcDateTime),
)
# The index is the rule: one open request for each customer.
Index(
    "help_requests_open",
    help_requests.c.customer_id,
    unique=True,
    sqlite_where=help_requests.c.ended_at.is_(None),
    postgresql_where=help_requests.c.ended_at.is_(None),
)


def map_help_requests() -> None:
    """Map the domain's class onto the table."""
    mapper.map_imperatively(HelpRequest, help_requests)
