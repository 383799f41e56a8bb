"""Who qualifies for a Digital Security Card+ (F19, F33, X3)."""

import pytest

from sls.domain.eligibility import DSC_PLUS_EQUITY_CENTS, is_eligible_for_dsc_plus


def test_the_threshold_is_half_a_million_dollars():
    """X3."""
    assert DSC_PLUS_EQUITY_CENTS == 50_000_000


@pytest.mark.parametrize(
    ("equity_cents", "is_eligible"),
    [
        (49_999_999, False),
        (50_000_000, True),
        (50_000_001, True),
        (0, False),
        (-50_000_000, False),
        (10**15, True),
    ],
)
def test_exactly_the_threshold_is_enough(equity_cents, is_eligible):
    """F19: equal or greater."""
    assert is_eligible_for_dsc_plus(equity_cents) is is_eligible


def test_the_threshold_is_a_setting():
    """C4: newer guides name a higher figure."""
    assert not is_eligible_for_dsc_plus(50_000_000, 100_000_000)
    assert is_eligible_for_dsc_plus(100_000_000, 100_000_000)
