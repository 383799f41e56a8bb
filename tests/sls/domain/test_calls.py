"""Calls, free of any provider's markup."""

import pytest

from sls.domain.calls import groups


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("402981", ["402", "981"]),
        ("48267351", ["4826", "7351"]),
        ("000007", ["000", "007"]),
        ("4826", ["482", "6"]),
    ],
)
def test_a_code_is_read_in_the_groups_in_which_people_remember_it(code, expected):
    assert groups(code) == expected
