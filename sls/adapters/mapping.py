"""What every table is made with: one registry, one metadata, and enumerations stored as words."""

from enum import StrEnum

from sqlalchemy import Enum
from sqlalchemy.orm import registry

mapper = registry()
metadata = mapper.metadata


def words(kind: type[StrEnum]) -> Enum:
    """Store an enumeration by its words, with a CHECK that the database itself holds."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
    )
