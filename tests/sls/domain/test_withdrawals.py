"""Withdrawals, usage and rows of limits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.errors import AmountInvalid, LimitUnknown, WrongState
from sls.domain.factors import FactorKind
from sls.domain.withdrawals import (
    HOLDING,
    MAX_AMOUNT_CENTS,
    LimitKind,
    LimitRow,
    LimitTable,
    Usage,
    Withdrawal,
    WithdrawalState,
    checked_amount,
    limit_kind,
)

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 3, 4), date(2026, 3, 3)
CARD = LimitRow(
    LimitKind.SECURITY_CODE_CARD,
    20_000_000,
    60_000_000,
    is_known=True,
    is_issued=False,
    source="test",
    counts_as=LimitKind.SECURITY_CODE_CARD,
)
UNLIMITED = LimitRow(
    LimitKind.DSC_PLUS,
    None,
    None,
    is_known=True,
    is_issued=True,
    source="test",
    counts_as=LimitKind.DSC_PLUS,
)
UNKNOWN = LimitRow(
    LimitKind.ONLINE_CARD,
    None,
    None,
    is_known=False,
    is_issued=True,
    source="test",
    counts_as=LimitKind.ONLINE_CARD,
)
_S = WithdrawalState


def _withdrawal(state: WithdrawalState = _S.REQUESTED) -> Withdrawal:
    return Withdrawal(
        id="w",
        account_id="a",
        customer_id="c",
        key="k",
        amount_cents=1,
        state=state,
        kind=LimitKind.SMS,
        confirmed_by=FactorKind.SMS,
        factor_id="f",
        device_id="f",
        business_day=TODAY,
        created_at=NOW,
        changed_at=NOW,
    )


def test_exactly_the_limit_is_allowed_and_a_cent_more_is_not():
    assert CARD.allows(20_000_000)
    assert not CARD.allows(20_000_001)


def test_what_was_used_today_leaves_the_rest_of_the_day():
    usage = Usage(day_cents=19_999_999, window_cents=19_999_999)

    assert CARD.remaining(usage) == 1
    assert CARD.allows(1, usage)
    assert not CARD.allows(2, usage)


def test_the_window_binds_where_less_is_left_of_it():
    usage = Usage(day_cents=0, window_cents=59_999_999)

    assert CARD.remaining(usage) == 1


def test_nothing_is_left_when_a_limit_was_lowered_below_what_is_used():
    assert CARD.remaining(Usage(20_000_001, 20_000_001)) == 0


def test_an_unlimited_device_allows_everything():
    assert UNLIMITED.is_unlimited
    assert UNLIMITED.remaining(Usage(10**13, 10**15)) is None
    assert UNLIMITED.allows(MAX_AMOUNT_CENTS, Usage(10**13, 10**15))


def test_a_device_without_a_figure_allows_nothing_and_is_not_unlimited():
    assert not UNKNOWN.is_unlimited
    assert not UNKNOWN.allows(1)
    with pytest.raises(LimitUnknown) as refused:
        UNKNOWN.remaining(Usage())
    assert refused.value.kind == "online_card"


def test_usage_sums_the_days_of_the_window():
    usage = Usage.of({YESTERDAY: 5, TODAY: 7}, TODAY)

    assert usage == Usage(day_cents=7, window_cents=12, oldest=YESTERDAY)


def test_usage_of_nothing_is_nothing():
    assert Usage.of({}, TODAY) == Usage(0, 0, None)


def test_what_another_process_reserved_for_tomorrow_counts_in_the_window():
    usage = Usage.of({TODAY + timedelta(days=1): 9}, TODAY)

    assert (usage.day_cents, usage.window_cents) == (0, 9)


def test_of_two_counters_the_larger_binds():
    account, device = Usage(5, 5, TODAY), Usage(2, 9, YESTERDAY)

    assert account.at_least(device) == Usage(5, 9, YESTERDAY)
    assert account.at_least(Usage()) == account


@pytest.mark.parametrize("amount", [0, -1, MAX_AMOUNT_CENTS + 1, True, 1.0, "1", None])
def test_an_amount_is_a_positive_whole_number_of_sensible_size(amount):
    with pytest.raises(AmountInvalid):
        checked_amount(amount)


@pytest.mark.parametrize("amount", [1, MAX_AMOUNT_CENTS])
def test_a_sensible_amount_passes(amount):
    assert checked_amount(amount) == amount


def test_every_factor_has_a_row_and_both_phones_share_one():
    kinds = {kind: limit_kind(kind) for kind in FactorKind}

    assert kinds[FactorKind.IB_KEY_IOS] is kinds[FactorKind.IB_KEY_ANDROID] is LimitKind.IB_KEY
    assert set(kinds.values()) == set(LimitKind) - {LimitKind.NONE, LimitKind.VOICE}
    assert limit_kind(None) is LimitKind.NONE


STEPS = [
    (_S.REQUESTED, _S.EXECUTED),
    (_S.REQUESTED, _S.CANCELLED),
    (_S.REQUESTED, _S.FAILED),
    (_S.EXECUTED, _S.FAILED),
]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_a_withdrawal_moves_onward(before, after):
    withdrawal, later = _withdrawal(before), NOW + timedelta(hours=1)

    withdrawal.move(after, later)

    assert (withdrawal.state, withdrawal.changed_at) == (after, later)


@pytest.mark.parametrize(
    ("before", "after"),
    [(a, b) for a in _S for b in _S if (a, b) not in STEPS and a is not b],
)
def test_every_other_step_is_refused(before, after):
    withdrawal = _withdrawal(before)

    with pytest.raises(WrongState):
        withdrawal.move(after, NOW)

    assert withdrawal.state is before


@pytest.mark.parametrize("state", _S)
def test_repeated_news_changes_nothing(state):
    withdrawal = _withdrawal(state)

    withdrawal.move(state, NOW + timedelta(hours=1))

    assert withdrawal.changed_at == NOW


def test_no_way_leads_back_to_holding_an_amount():
    assert not [(a, b) for a, b in STEPS if a not in HOLDING and b in HOLDING]


def test_the_rows_that_allow_an_amount_leave_out_other_names_of_a_row():
    voice = LimitRow(
        LimitKind.VOICE,
        20_000_000,
        60_000_000,
        is_known=True,
        is_issued=True,
        source="test",
        counts_as=LimitKind.SMS,
    )
    table = LimitTable((UNLIMITED, CARD, voice, UNKNOWN))

    assert table.that_allow(20_000_000) == (UNLIMITED, CARD)
    assert table.that_allow(20_000_001) == (UNLIMITED,)
    assert table.row(LimitKind.VOICE) is voice


@given(st.lists(st.integers(1, 30_000_000), max_size=20))
def test_what_is_taken_only_while_allowed_never_passes_the_limit(amounts):
    used = 0
    for amount in amounts:
        usage = Usage(used, used)
        remaining = CARD.remaining(usage)
        if CARD.allows(amount, usage):
            used += amount
            assert remaining is not None
            assert amount <= remaining

    assert used <= CARD.day_cents
