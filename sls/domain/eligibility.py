"""Who may ask for a Digital Security Card+ (F19, F33)."""

# X3: the source says 500,000 in two places; newer guides name more (C4), so it is a setting.
DSC_PLUS_EQUITY_CENTS = 500_000_00


def is_eligible_for_dsc_plus(
    equity_cents: int, threshold_cents: int = DSC_PLUS_EQUITY_CENTS
) -> bool:
    """Whether this much equity is enough; exactly the threshold is."""
    return equity_cents >= threshold_cents
