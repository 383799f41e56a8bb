"""The table of missed words; as parts of their conversation, rows end with it."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.misses import Miss, MissKind

unrecognised = Table(
    "unrecognised",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("kind", words(MissKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("guesses", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("meant", String(64)),
    Column("reworded", Text),
    Column("reviewed_at", UtcDateTime),
)


def map_misses() -> None:
    """Map the domain's class onto the table."""
    mapper.map_imperatively(Miss, unrecognised)
