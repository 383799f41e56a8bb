"""Moments are written in UTC with the zone that they are told in (RFC 9557)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.moments import read_moment, written_moment, zone_named_in

ZONES = ("America/New_York", "Asia/Hong_Kong", "UTC")


@given(st.integers(0, 2_000_000_000), st.sampled_from(ZONES))
def test_what_is_written_is_read_to_the_minute(seconds, zone):
    moment = datetime.fromtimestamp(seconds, UTC)

    written = written_moment(moment, ZoneInfo(zone))

    read = read_moment(written)
    assert read is not None
    assert timedelta(0) <= moment - read < timedelta(minutes=1)
    assert zone_named_in(written) == zone


@pytest.mark.parametrize(
    "text", ["", "now", "2026-11-23", "2026-13-23T14:00Z[UTC]", "2026-11-23T14:00Z[<b>]"]
)
def test_what_is_no_moment_is_none(text):
    assert read_moment(text) is None
