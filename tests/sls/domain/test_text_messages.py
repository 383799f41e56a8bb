"""Text messages are counted in segments, as the carriers count and bill them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.text_messages import plain, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("码" * 70, 1),
        ("码" * 71, 2),
        ("码" * 134, 2),
        ("码" * 135, 3),
        ("a" * 69 + "码", 1),
        ("a" * 70 + "码", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_3gpp_23_038_counts_so(text, count):
    assert segments(text) == count


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Press “OK” – don’t wait…", 'Press "OK" - don\'t wait...'),
        ("请按“确定”", "请按“确定”"),
    ],
)
def test_typesetting_goes_where_that_keeps_the_message_cheap(text, kept):
    assert plain(text) == kept


@given(st.text(max_size=400), st.text(max_size=50))
def test_a_longer_text_never_takes_fewer_segments(text, more):
    assert segments(text + more) >= segments(text)


@given(st.text(max_size=400))
def test_what_is_plain_stays_so(text):
    assert plain(plain(text)) == plain(text)
