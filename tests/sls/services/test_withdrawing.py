"""Withdrawing: limits hold to the cent, whoever asks and whenever."""

from datetime import date

import pytest

from sls.domain.errors import (
    LimitUnknown,
    OverLimit,
    WithdrawalUnknown,
    WrongState,
)
from sls.domain.factors import FactorKind
from sls.domain.withdrawals import LimitKind
from tests.sls.bank import Bank, shares_device

CARD, APP, SMS = FactorKind.SECURITY_CODE_CARD, FactorKind.IB_KEY_IOS, FactorKind.SMS
DSC_PLUS, DSC, PASSCODE = FactorKind.DSC_PLUS, FactorKind.DSC, FactorKind.TEMPORARY_PASSCODE
USD = 100


def _refused(bank: Bank, username: str, kind: FactorKind | None, amount: int) -> OverLimit:
    with pytest.raises(OverLimit) as refused:
        bank.withdraws(username, kind, amount)
    return refused.value


# The figures (F23 to F30), exactly and a cent more (A13)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (CARD, 200_000),
        (APP, 1_000_000),
        (FactorKind.IB_KEY_ANDROID, 1_000_000),
        (DSC, 1_000_000),
        (SMS, 200_000),
        (PASSCODE, 50_000),
        (None, 50_000),
    ],
)
def test_a13_exactly_the_limit_of_a_day_is_allowed_and_a_cent_more_is_not(kind, day):
    bank = Bank()
    bank.has_user("ann", *([kind] if kind else []))

    refusal = _refused(bank, "ann", kind, day * USD + 1)
    withdrawal = bank.withdraws("ann", kind, day * USD)

    assert (refusal.day_cents, refusal.remaining_cents) == (day * USD, day * USD)
    assert withdrawal.amount_cents == day * USD
    assert _refused(bank, "ann", kind, 1).remaining_cents == 0


@pytest.mark.parametrize(
    ("kind", "day", "window"),
    [
        (CARD, 200_000, 600_000),
        (DSC, 1_000_000, 1_500_000),
        (SMS, 200_000, 600_000),
        (PASSCODE, 50_000, 100_000),
    ],
)
def test_exactly_the_limit_of_five_business_days_is_allowed(kind, day, window):
    bank = Bank()
    bank.has_user("ann", kind)
    left, today = window, 2
    while left:
        bank.it_is(2026, 3, today, 12)
        part = min(day, left)
        bank.withdraws("ann", kind, part * USD)
        left, today = left - part, today + 1

    bank.it_is(2026, 3, 6, 23, 59, 59)
    refusal = _refused(bank, "ann", kind, 1)
    bank.it_is(2026, 3, 9)

    assert (refusal.window_cents, refusal.remaining_cents) == (window * USD, 0)
    assert bank.remaining("ann", kind) == day * USD


@pytest.mark.parametrize("kind", [DSC_PLUS, FactorKind.GOLD, FactorKind.PLATINUM])
def test_some_devices_confirm_any_amount(kind):
    bank = Bank()
    bank.has_user("bao", kind)

    for _ in range(3):
        bank.withdraws("bao", kind, 10**13)

    assert bank.remaining("bao", kind) is None


def test_the_app_that_gave_a_full_day_gives_nothing_for_four_business_days(bank):
    bank.has_user("chen", APP)
    bank.withdraws("chen", APP, 1_000_000 * USD)

    for day in (3, 4, 5, 6, 7, 8):
        bank.it_is(2026, 3, day, 23, 59, 59)
        is_weekend = day in (7, 8)  # counts on Monday, the first day past the window
        assert bank.remaining("chen", APP) == (1_000_000 * USD if is_weekend else 0)


def test_the_online_card_is_refused_for_want_of_a_figure(bank):
    bank.has_user("olga", FactorKind.ONLINE_CARD)

    with pytest.raises(LimitUnknown) as refused:
        bank.withdraws("olga", FactorKind.ONLINE_CARD, 1)

    assert refused.value.kind == "online_card"


def test_the_device_that_confirms_decides_and_not_the_best_one(bank):
    bank.has_user("ann", CARD, DSC_PLUS, APP)

    refusal = _refused(bank, "ann", CARD, 300_000 * USD)
    withdrawal = bank.withdraws("ann", DSC_PLUS, 300_000 * USD)

    assert (refusal.kind, refusal.offers) == ("security_code_card", ("dsc_plus", "ib_key"))
    assert withdrawal.kind is LimitKind.DSC_PLUS
    assert bank.remaining("ann", CARD) == 200_000 * USD


def test_a_device_that_has_used_up_its_limit_is_not_offered(bank):
    bank.has_user("ann", CARD, APP)
    bank.withdraws("ann", APP, 900_000 * USD)

    assert _refused(bank, "ann", CARD, 200_001 * USD).offers == ()


# Days and windows (X18, A13)


def test_a13_a_limit_split_in_cents_is_still_the_limit(bank):
    bank.withdraws("dana", CARD, 200_000 * USD - 3)
    for _ in range(3):
        bank.withdraws("dana", CARD, 1)

    assert _refused(bank, "dana", CARD, 1).remaining_cents == 0


def test_a13_a_new_day_begins_at_midnight_in_new_york(bank):
    bank.it_is(2026, 3, 3, 23, 59, 59, 999999)
    before = bank.withdraws("dana", CARD, 200_000 * USD)
    _refused(bank, "dana", CARD, 1)

    bank.it_is(2026, 3, 4)
    after = bank.withdraws("dana", CARD, 200_000 * USD)

    assert (before.business_day, after.business_day) == (date(2026, 3, 3), date(2026, 3, 4))


def test_friday_night_the_weekend_and_monday_are_two_days_through_the_change_of_clocks(bank):
    bank.it_is(2026, 3, 6, 23, 59, 59)  # the clocks go forward on Sunday the 8th
    bank.withdraws("dana", CARD, 200_000 * USD)

    days = set()
    for moment in ((2026, 3, 7), (2026, 3, 8, 1, 59), (2026, 3, 8, 3), (2026, 3, 9, 23, 59, 59)):
        bank.it_is(*moment)
        days.add(bank.withdraws("dana", CARD, 50_000 * USD).business_day)

    assert days == {date(2026, 3, 9)}
    assert _refused(bank, "dana", CARD, 1).remaining_cents == 0


def test_a_holiday_counts_on_the_next_business_day_and_not_in_the_window(bank):
    bank.it_is(2026, 2, 10, 12)
    bank.withdraws("dana", CARD, 200_000 * USD)
    bank.it_is(2026, 2, 16, 12)  # Presidents' Day
    on_holiday = bank.withdraws("dana", CARD, 200_000 * USD)
    bank.it_is(2026, 2, 17, 12)

    limits = bank.withdrawing.limits_of("customer-dana")
    assert on_holiday.business_day == limits.today == date(2026, 2, 17)
    # Tuesday the 10th is the fifth business day back.
    assert limits.devices[0].usage.window_cents == 400_000 * USD


def test_what_is_reserved_after_midnight_counts_for_whoever_still_lives_before_it(bank):
    bank.has_user("ann", PASSCODE)
    for day in (2, 4):
        bank.it_is(2026, 3, day)
        bank.withdraws("ann", PASSCODE, 50_000 * USD)

    bank.it_is(2026, 3, 3, 23, 59, 59)

    assert _refused(bank, "ann", PASSCODE, 1).remaining_cents == 0


# Two counters (X19)


def test_the_users_of_an_account_share_the_limit_of_a_kind(bank):
    bank.has_user("ann", CARD, account="joint")
    bank.has_user("bob", CARD, account="joint")
    bank.withdraws("ann", CARD, 150_000 * USD)

    assert _refused(bank, "bob", CARD, 50_000 * USD + 1).remaining_cents == 50_000 * USD
    assert bank.remaining("dana", CARD) == 200_000 * USD


def test_both_phones_of_ib_key_are_one_kind(bank):
    bank.has_user("ann", APP, account="joint")
    bank.has_user("bob", FactorKind.IB_KEY_ANDROID, account="joint")
    bank.withdraws("ann", APP, 1_000_000 * USD)

    assert _refused(bank, "bob", FactorKind.IB_KEY_ANDROID, 1).kind == "ib_key"


def test_a13_two_accounts_that_share_a_device_share_its_limit(bank):
    bank.has_user("ann", CARD)
    shares_device(bank.units, "factor-ann-security_code_card", "factor-dana-security_code_card")
    bank.withdraws("dana", CARD, 150_000 * USD)

    refusal = _refused(bank, "ann", CARD, 50_000 * USD + 1)
    bank.withdraws("ann", CARD, 50_000 * USD)

    assert refusal.remaining_cents == 50_000 * USD
    assert bank.remaining("dana", CARD) == 0


def test_kinds_do_not_use_up_each_other(bank):
    bank.has_user("ann", CARD, SMS)
    bank.withdraws("ann", CARD, 200_000 * USD)

    assert bank.remaining("ann", SMS) == 200_000 * USD


# Releasing, once (A14)


@pytest.mark.parametrize("end", ["cancel", "fail"])
def test_an_amount_is_free_again_when_it_is_not_paid_out(end, bank):
    withdrawal = bank.withdraws("dana", CARD, 200_000 * USD)

    for _ in range(3):
        getattr(bank.withdrawing, end)(withdrawal.id)

    assert bank.remaining("dana", CARD) == 200_000 * USD
    bank.withdraws("dana", CARD, 200_000 * USD)
    assert bank.remaining("dana", CARD) == 0


def test_what_was_paid_out_goes_on_counting_and_cannot_be_cancelled(bank):
    withdrawal = bank.withdraws("dana", CARD, 200_000 * USD)
    bank.withdrawing.execute(withdrawal.id)

    with pytest.raises(WrongState):
        bank.withdrawing.cancel(withdrawal.id)

    assert bank.remaining("dana", CARD) == 0


def test_what_the_bank_sends_back_is_free_again(bank):
    withdrawal = bank.withdraws("dana", CARD, 200_000 * USD)
    bank.withdrawing.execute(withdrawal.id)

    bank.withdrawing.fail(withdrawal.id)

    assert bank.remaining("dana", CARD) == 200_000 * USD


def test_a_cancelled_withdrawal_is_not_paid_out(bank):
    withdrawal = bank.withdraws("dana", CARD, 1)
    bank.withdrawing.cancel(withdrawal.id)

    for step in (bank.withdrawing.execute, bank.withdrawing.fail):
        with pytest.raises(WrongState):
            step(withdrawal.id)


def test_a_withdrawal_that_never_was_cannot_be_cancelled(bank):
    with pytest.raises(WithdrawalUnknown):
        bank.withdrawing.cancel("nothing")
