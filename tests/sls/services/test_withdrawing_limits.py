"""Withdrawing: what is told of limits, used and left, before anything is asked for."""

from datetime import timedelta

import pytest

from sls.domain.errors import (
    AccountUnknown,
)
from sls.domain.factors import FactorKind
from sls.domain.withdrawals import LimitKind

CARD, APP = FactorKind.SECURITY_CODE_CARD, FactorKind.IB_KEY_IOS
DSC_PLUS = FactorKind.DSC_PLUS
USD = 100


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
