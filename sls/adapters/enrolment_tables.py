"""The table of who takes part in the Secure Login System, and who may change that."""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table

from sls.adapters.database import UtcDateTime
from sls.adapters.mapping import mapper, metadata, words
from sls.domain.enrolment import Enrolment, WayBack

enrolments = Table(
    "enrolments",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("country", String(2)),
    Column("may_change_security", Boolean, nullable=False),
    Column("opted_out_at", UtcDateTime),
    Column("opted_out_by", String(64)),
    Column("way_back", words(WayBack)),
    Column("way_chosen_at", UtcDateTime),
)


def map_enrolment() -> None:
    """Map enrolments onto their table."""
    mapper.map_imperatively(Enrolment, enrolments)
