"""Withdrawing: limits hold to the cent, whoever asks, whenever and however many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from sls.domain.errors import (
    AccountUnknown,
    AmountInvalid,
    KeyReused,
    LimitUnknown,
    NotVerified,
    OverLimit,
    WithdrawalUnknown,
    WrongState,
)
from sls.domain.factors import FactorKind
from sls.domain.logins import LoginState
from sls.domain.verifications import VERIFICATION_LIFETIME, Task
from sls.domain.withdrawals import LimitKind, WithdrawalState
from sls.services.withdrawing import LOGIN_CONFIRMS_FOR
from tests.sls.bank import Bank, shares_device

CARD, APP, SMS = FactorKind.SECURITY_CODE_CARD, FactorKind.IB_KEY_IOS, FactorKind.SMS
DSC_PLUS, DSC, PASSCODE = FactorKind.DSC_PLUS, FactorKind.DSC, FactorKind.TEMPORARY_PASSCODE
USD = 100
THREADS = 20


@pytest.fixture
def bank() -> Bank:
    """Give a bank on twins, with Dana and her card."""
    bank = Bank()
    bank.has_user("dana", CARD)
    return bank


@pytest.fixture
def sql_bank(sql_units, sql_seed) -> Bank:
    """Give a bank on the real database."""
    return Bank(sql_units, sql_seed)


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


# One key, one result (A14)


def test_a14_the_same_key_gives_the_same_withdrawal_and_reserves_once(bank):
    first = bank.withdraws("dana", CARD, 150_000 * USD, "key")
    again = bank.withdraws("dana", CARD, 150_000 * USD, "key")

    assert again.id == first.id
    assert bank.remaining("dana", CARD) == 50_000 * USD


def test_a_key_gives_its_withdrawal_also_after_a_cancellation_and_reserves_nothing(bank):
    first = bank.withdraws("dana", CARD, 200_000 * USD, "key")
    bank.withdrawing.cancel(first.id)

    again = bank.withdraws("dana", CARD, 200_000 * USD, "key")

    assert (again.id, again.state) == (first.id, WithdrawalState.CANCELLED)
    assert bank.remaining("dana", CARD) == 200_000 * USD


def test_a_key_names_one_amount_and_one_device(bank):
    bank.has_user("ann", CARD, SMS)
    bank.withdraws("ann", CARD, 5, "key")

    for kind, amount in ((CARD, 6), (SMS, 5)):
        with pytest.raises(KeyReused):
            bank.withdraws("ann", kind, amount, "key")


def test_two_customers_may_use_the_same_key(bank):
    bank.has_user("ann", CARD)

    first = bank.withdraws("ann", CARD, 5, "key")

    assert bank.withdraws("dana", CARD, 6, "key").id != first.id


def test_a_refused_request_may_be_asked_again_under_its_key(bank):
    blocking = bank.withdraws("dana", CARD, 200_000 * USD)
    with pytest.raises(OverLimit):
        bank.withdraws("dana", CARD, 1, "key")
    bank.withdrawing.cancel(blocking.id)

    assert bank.withdraws("dana", CARD, 1, "key").state is WithdrawalState.REQUESTED


# Who may


@pytest.mark.parametrize("amount", [0, -1, True, 1.5, "100", 10**13 + 1])
def test_only_a_sensible_number_of_cents_can_be_withdrawn(amount, bank):
    with pytest.raises(AmountInvalid):
        bank.withdraws("dana", CARD, amount)


def test_a10_a_verification_confirms_for_its_own_customer_only(bank):
    bank.has_user("ann", DSC_PLUS)

    verification_id = bank.verifies("ann", DSC_PLUS, 1)

    withdrawal = bank.withdrawing.request(verification_id, 1, "key")

    assert withdrawal.customer_id == "customer-ann"
    assert bank.remaining("dana", CARD) == 200_000 * USD


def test_without_an_account_there_is_nothing_to_withdraw(bank):
    with bank.units.write() as unit:
        unit.store.accounts.clear()

    with pytest.raises(AccountUnknown):
        bank.withdraws("dana", CARD, 1)


# One verification, one withdrawal (A10, A11, A12)


def test_one_verification_confirms_one_withdrawal(bank):
    verification_id = bank.verifies("dana", CARD, 5)
    bank.withdrawing.request(verification_id, 5, "key")

    with pytest.raises(NotVerified):
        bank.withdrawing.request(verification_id, 5, "another key")

    assert bank.remaining("dana", CARD) == 200_000 * USD - 5


def test_a10_a_verification_confirms_exactly_its_amount(bank):
    verification_id = bank.verifies("dana", CARD, 500)

    for amount in (499, 501):
        with pytest.raises(NotVerified):
            bank.withdrawing.request(verification_id, amount, "key")

    assert bank.withdrawing.request(verification_id, 500, "key").amount_cents == 500


def test_a10_a_verification_for_another_task_confirms_no_withdrawal(bank):
    verification_id = bank.verifies("dana", CARD, 5, Task.CHANGE_NUMBER)

    with pytest.raises(NotVerified):
        bank.withdrawing.request(verification_id, 5, "key")


def test_a12_the_limit_is_that_of_the_factor_that_verified(bank):
    bank.has_user("ann", CARD, DSC_PLUS)

    with pytest.raises(OverLimit) as refused:
        bank.withdrawing.request(bank.verifies("ann", CARD, 300_000 * USD), 300_000 * USD, "key")

    assert (refused.value.kind, refused.value.offers) == ("security_code_card", ("dsc_plus",))


def test_a_verification_that_met_a_limit_is_not_used_up(bank):
    blocking = bank.withdraws("dana", CARD, 200_000 * USD)
    verification_id = bank.verifies("dana", CARD, 5)
    with pytest.raises(OverLimit):
        bank.withdrawing.request(verification_id, 5, "key")
    bank.withdrawing.cancel(blocking.id)

    assert bank.withdrawing.request(verification_id, 5, "key").amount_cents == 5


def test_after_ten_minutes_a_verification_confirms_nothing_new(bank):
    used, unused = bank.verifies("dana", CARD, 5), bank.verifies("dana", CARD, 5)
    first = bank.withdrawing.request(used, 5, "key")
    bank.clock.advance(VERIFICATION_LIFETIME)

    with pytest.raises(NotVerified):
        bank.withdrawing.request(unused, 5, "another key")

    assert bank.withdrawing.request(used, 5, "key").id == first.id


def test_a_device_that_is_gone_since_confirms_nothing(bank):
    verification_id = bank.verifies("dana", CARD, 5)
    with bank.units.write() as unit:
        unit.customers.factor_to_change(bank.factor("dana", CARD).id).end(bank.clock.now())

    with pytest.raises(NotVerified):
        bank.withdrawing.request(verification_id, 5, "key")


def test_a11_without_a_step_up_nothing_is_withdrawn(bank):
    for unknown in (bank.has_login("dana"), "nothing"):
        with pytest.raises(NotVerified):
            bank.withdrawing.request(unknown, 5, "key")


def test_a_customer_without_a_device_withdraws_by_the_login_alone():
    bank = Bank()
    bank.has_user("ann")
    login_id = bank.has_login("ann")

    withdrawal = bank.withdrawing.request_without_device(login_id, 50_000 * USD, "key")

    assert (withdrawal.kind, withdrawal.confirmed_by) == (LimitKind.NONE, None)
    assert (
        bank.withdrawing.request_without_device(login_id, 50_000 * USD, "key").id == withdrawal.id
    )


def test_after_ten_minutes_such_a_login_confirms_nothing():
    bank = Bank()
    bank.has_user("ann")
    login_id = bank.has_login("ann")
    bank.clock.advance(LOGIN_CONFIRMS_FOR)

    with pytest.raises(NotVerified):
        bank.withdrawing.request_without_device(login_id, 5, "key")


def test_a12_who_has_a_device_does_not_withdraw_without_it(bank):
    """A login may be verified by the password alone and its user still have a device (G66)."""
    with pytest.raises(NotVerified):
        bank.withdrawing.request_without_device(bank.has_login("dana"), 5, "key")


def test_a12_who_had_a_device_does_not_withdraw_without_it_when_it_has_ended(bank):
    """An opted-out user logs in by the password alone, whatever became of their device (G66)."""
    with bank.units.write() as unit:
        for each in unit.customers.factors_of("customer-dana"):
            each.end(bank.clock.now())

    with pytest.raises(NotVerified):
        bank.withdrawing.request_without_device(bank.has_login("dana"), 5, "key")


@pytest.mark.parametrize("state", [LoginState.CHOOSE, LoginState.READY, LoginState.EXPIRED])
def test_a_login_that_is_not_verified_confirms_nothing(state):
    bank = Bank()
    bank.has_user("ann")

    with pytest.raises(NotVerified):
        bank.withdrawing.request_without_device(bank.has_login("ann", state), 5, "key")


# Limits of a customer


def test_limits_say_what_is_used_and_left_for_each_device(bank):
    bank.has_user("ann", CARD, DSC_PLUS, FactorKind.ONLINE_CARD)
    bank.it_is(2026, 3, 3, 12)
    bank.withdraws("ann", CARD, 120_000 * USD)
    bank.it_is(2026, 3, 4, 12)
    bank.withdraws("ann", CARD, 30_000 * USD)

    limits = bank.withdrawing.limits_of("customer-ann")

    by_kind = {each.row.kind: each for each in limits.devices}
    card = by_kind[LimitKind.SECURITY_CODE_CARD]
    assert (card.usage.day_cents, card.usage.window_cents) == (30_000 * USD, 150_000 * USD)
    assert card.remaining == 170_000 * USD
    assert by_kind[LimitKind.DSC_PLUS].row.is_unlimited
    assert not by_kind[LimitKind.ONLINE_CARD].row.is_known
    assert by_kind[LimitKind.ONLINE_CARD].remaining is None


def test_limits_say_when_there_is_more_again(bank):
    bank.it_is(2026, 3, 6, 12)
    bank.withdraws("dana", CARD, 1)

    limits = bank.withdrawing.limits_of("customer-dana")

    assert limits.day_ends_at.isoformat() == "2026-03-07T05:00:00+00:00"
    # Friday, Monday to Thursday; then it is Friday again, in summer time.
    assert limits.devices[0].window_frees_at.isoformat() == "2026-03-13T04:00:00+00:00"


def test_at_that_moment_it_is_so(bank):
    bank.it_is(2026, 3, 6, 12)
    bank.withdraws("dana", CARD, 7)
    frees_at = bank.withdrawing.limits_of("customer-dana").devices[0].window_frees_at

    bank.clock.advance(frees_at - bank.clock.now() - timedelta(microseconds=1))
    before = bank.withdrawing.limits_of("customer-dana").devices[0].usage.window_cents
    bank.clock.advance(timedelta(microseconds=1))
    after = bank.withdrawing.limits_of("customer-dana").devices[0].usage.window_cents

    assert (before, after) == (7, 0)


def test_devices_that_allow_an_amount_take_what_is_used_into_account(bank):
    bank.has_user("ann", CARD, APP, DSC_PLUS)
    bank.withdraws("ann", APP, 900_000 * USD)

    def kinds(dollars: int) -> list[str]:
        allowed = bank.withdrawing.devices_that_allow("customer-ann", dollars * USD)
        return sorted(each.row.kind for each in allowed)

    assert kinds(100_000) == ["dsc_plus", "ib_key", "security_code_card"]
    assert kinds(150_000) == ["dsc_plus", "security_code_card"]
    assert kinds(500_000) == ["dsc_plus"]


def test_a_customer_without_a_device_has_the_row_for_none(bank):
    bank.has_user("new")

    (only,) = bank.withdrawing.limits_of_user("NEW").devices

    assert (only.factor, only.row.kind, only.remaining) == (None, LimitKind.NONE, 50_000 * USD)


def test_nobody_has_no_limits(bank):
    with pytest.raises(AccountUnknown):
        bank.withdrawing.limits_of_user("nobody")


# Many at once, on the real database (A13, A14)


def test_a13_twenty_at_once_never_exceed_the_limit_together(sql_bank):
    sql_bank.has_user("dana", CARD)

    def withdraw(number: int) -> bool:
        try:
            sql_bank.withdraws("dana", CARD, 30_000 * USD, f"thread-{number}")
        except OverLimit:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        granted = list(pool.map(withdraw, range(THREADS)))

    assert granted.count(True) == 6
    assert sql_bank.remaining("dana", CARD) == 20_000 * USD


def test_a13_twenty_at_once_from_two_accounts_never_exceed_a_shared_device(sql_bank):
    sql_bank.has_user("dana", CARD)
    sql_bank.has_user("ann", CARD)
    owners = "factor-dana-security_code_card"
    shares_device(sql_bank.units, "factor-ann-security_code_card", owners)

    def withdraw(number: int) -> bool:
        username = "dana" if number % 2 else "ann"
        try:
            sql_bank.withdraws(username, CARD, 60_000 * USD, f"thread-{number}")
        except OverLimit:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        granted = list(pool.map(withdraw, range(THREADS)))

    assert granted.count(True) == 3
    assert sql_bank.remaining("dana", CARD) == sql_bank.remaining("ann", CARD) == 20_000 * USD


def test_twenty_with_one_verification_make_one_withdrawal(sql_bank):
    sql_bank.has_user("dana", CARD)
    verification_id = sql_bank.verifies("dana", CARD, 7)

    def withdraw(number: int) -> bool:
        try:
            sql_bank.withdrawing.request(verification_id, 7, f"thread-{number}")
        except NotVerified:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        granted = list(pool.map(withdraw, range(THREADS)))

    assert granted.count(True) == 1
    assert sql_bank.remaining("dana", CARD) == 200_000 * USD - 7


def test_a14_twenty_with_one_key_make_one_withdrawal(sql_bank):
    sql_bank.has_user("dana", CARD)

    with ThreadPoolExecutor(THREADS) as pool:
        ids = set(pool.map(lambda _: sql_bank.withdraws("dana", CARD, 7, "key").id, range(THREADS)))

    assert len(ids) == 1
    assert sql_bank.remaining("dana", CARD) == 200_000 * USD - 7


def test_a14_twenty_cancellations_release_an_amount_once(sql_bank):
    sql_bank.has_user("dana", CARD)
    kept = sql_bank.withdraws("dana", CARD, 50_000 * USD)
    withdrawal = sql_bank.withdraws("dana", CARD, 150_000 * USD)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: sql_bank.withdrawing.cancel(withdrawal.id), range(THREADS)))

    assert sql_bank.remaining("dana", CARD) == 200_000 * USD - kept.amount_cents


def test_paying_out_and_cancelling_at_once_does_one_of_the_two(sql_bank):
    sql_bank.has_user("dana", CARD)
    withdrawal = sql_bank.withdraws("dana", CARD, 150_000 * USD)
    steps = [sql_bank.withdrawing.execute, sql_bank.withdrawing.cancel] * (THREADS // 2)

    def take(step) -> str:
        try:
            return step(withdrawal.id).state
        except WrongState:
            return "refused"

    with ThreadPoolExecutor(THREADS) as pool:
        ends = set(pool.map(take, steps)) - {"refused"}

    assert len(ends) == 1
    is_cancelled = ends == {WithdrawalState.CANCELLED}
    assert sql_bank.remaining("dana", CARD) == (200_000 if is_cancelled else 50_000) * USD
