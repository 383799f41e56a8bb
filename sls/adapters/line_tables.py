"""The tables of calls to our line and of proofs in them; rows end after a day at the latest."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.adapters.transfer_tables import map_transfers
from sls.domain.caller_proofs import CallerProof
from sls.domain.line_calls import Asked, LineCall

line_calls = Table(
    "line_calls",
    metadata,
    Column("sid", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    # A keyed digest of the number that called; the number itself is not kept.
    Column("caller", LargeBinary(32), index=True),
    Column("asked", words(Asked), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("silences", Integer, nullable=False),
    Column("misses", Integer, nullable=False),
    Column("holds", Integer, nullable=False),
    Column("is_slow", Boolean, nullable=False),
    Column("knows_keys", Boolean, nullable=False),
    # Words that were heard badly, masked, until the caller has said whether they are right.
    Column("doubt", Text),
    # The conversation of an earlier call that broke off; it may be purged before this one.
    Column("resumes", String(64)),
    Column("ended_at", UtcDateTime),
    # The delivery of an answer; it may be purged before this row.
    Column("text_id", String(64)),
)
caller_proofs = Table(
    "caller_proofs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sid", ForeignKey("line_calls.sid"), nullable=False, index=True),
    Column("of", ForeignKey("customers.id"), index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("proved_at", UtcDateTime),
)


def map_line_calls() -> None:
    """Map the domain's classes onto the tables, that of calls which are put through as well."""
    map_transfers()
    mapper.map_imperatively(LineCall, line_calls)
    mapper.map_imperatively(CallerProof, caller_proofs)
