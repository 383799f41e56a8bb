"""Withdrawing: limits hold on the real database however many ask at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from sls.domain.errors import (
    NotVerified,
    OverLimit,
    WrongState,
)
from sls.domain.factors import FactorKind
from sls.domain.withdrawals import WithdrawalState
from tests.sls.bank import Bank, shares_device

CARD = FactorKind.SECURITY_CODE_CARD
USD = 100
THREADS = 20


@pytest.fixture
def sql_bank(sql_units, sql_seed) -> Bank:
    """Give a bank on the real database."""
    return Bank(sql_units, sql_seed)


def _at_once(act: Callable[[int], object]) -> list[object]:
    """Act on as many threads at once, each with its number; return what came of it."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(act, range(THREADS)))


def test_a13_twenty_at_once_never_exceed_the_limit_together(sql_bank):
    sql_bank.has_user("dana", CARD)

    def withdraw(number: int) -> bool:
        try:
            sql_bank.withdraws("dana", CARD, 30_000 * USD, f"thread-{number}")
        except OverLimit:
            return False
        return True

    granted = _at_once(withdraw)

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

    granted = _at_once(withdraw)

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

    granted = _at_once(withdraw)

    assert granted.count(True) == 1
    assert sql_bank.remaining("dana", CARD) == 200_000 * USD - 7


def test_a14_twenty_with_one_key_make_one_withdrawal(sql_bank):
    sql_bank.has_user("dana", CARD)

    ids = set(_at_once(lambda _: sql_bank.withdraws("dana", CARD, 7, "key").id))

    assert len(ids) == 1
    assert sql_bank.remaining("dana", CARD) == 200_000 * USD - 7


def test_a14_twenty_cancellations_release_an_amount_once(sql_bank):
    sql_bank.has_user("dana", CARD)
    kept = sql_bank.withdraws("dana", CARD, 50_000 * USD)
    withdrawal = sql_bank.withdraws("dana", CARD, 150_000 * USD)

    _at_once(lambda _: sql_bank.withdrawing.cancel(withdrawal.id))

    assert sql_bank.remaining("dana", CARD) == 200_000 * USD - kept.amount_cents


def test_paying_out_and_cancelling_at_once_does_one_of_the_two(sql_bank):
    sql_bank.has_user("dana", CARD)
    withdrawal = sql_bank.withdraws("dana", CARD, 150_000 * USD)
    steps = [sql_bank.withdrawing.execute, sql_bank.withdrawing.cancel] * (THREADS // 2)

    def take(number: int) -> str:
        try:
            return steps[number](withdrawal.id).state
        except WrongState:
            return "refused"

    ends = set(_at_once(take)) - {"refused"}

    assert len(ends) == 1
    is_cancelled = ends == {WithdrawalState.CANCELLED}
    assert sql_bank.remaining("dana", CARD) == (200_000 if is_cancelled else 50_000) * USD
