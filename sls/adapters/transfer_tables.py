"""The table of calls that are put through to people of ours."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.transfers import CallerKnown, Transfer, TransferKind, TransferState

transfers = Table(
    "transfers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sid", String(64), nullable=False, index=True),
    Column("kind", words(TransferKind), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),
    Column("language", String(8), nullable=False),
    Column("topic", String(64)),
    Column("known_by", words(CallerKnown), nullable=False),
    # Masked; the number itself is not kept.
    Column("to", String(32)),
    Column("state", words(TransferState), nullable=False),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    # By the call of each phone of ours, how often it was asked for the key.
    Column("asks", JSON, nullable=False),
    Column("taken_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
)


def map_transfers() -> None:
    """Map the domain's class onto the table."""
    mapper.map_imperatively(Transfer, transfers)
