"""Moments as people are told them: written with the zone in whose hours they are read.

`2026-11-23T14:00Z[America/New_York]` (RFC 9557); the database and the clocks know UTC alone.
"""

import re
from datetime import UTC, datetime, tzinfo

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)Z\[([A-Za-z0-9_+/-]{1,64})\]")


def written_moment(moment: datetime, zone: tzinfo) -> str:
    """Return a moment with the zone that it is told in."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}[{zone}]"


def read_moment(written: str) -> datetime | None:
    """Return the moment, in UTC, or None where none is written."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    try:
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    except ValueError:
        return None


def zone_named_in(written: str) -> str | None:
    """Return the name of the zone that a moment is told in."""
    found = _WRITTEN.fullmatch(written)
    return None if found is None else found[2]
