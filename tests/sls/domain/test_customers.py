"""Customers."""

import pytest

from sls.domain.customers import fold_username


@pytest.mark.parametrize("typed", ["alice", "Alice", " ALICE ", "aLiCe\n"])
def test_a_user_name_is_looked_up_under_one_spelling(typed):
    assert fold_username(typed) == "alice"
