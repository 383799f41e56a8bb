"""Tables of temporary passcodes and online cards."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import metadata, words
from sls.domain.online_cards import CardState

temporary_passcodes = Table(
    "temporary_passcodes",
    metadata,
    Column("factor_id", ForeignKey("factors.id"), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("hashed", Text, nullable=False),
    Column("issued_by", String(64), nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("full_until", UtcDateTime, nullable=False),
    Column("card_until", UtcDateTime, nullable=False),
    Column("device_back_at", UtcDateTime),
)
online_cards = Table(
    "online_cards",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("state", words(CardState), nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("question", String(16)),
    Column("question_expires_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("activated_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
)
