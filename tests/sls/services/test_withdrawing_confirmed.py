"""Withdrawing: each request acts once, and what confirms it confirms nothing else."""

import pytest

from sls.domain.errors import (
    AccountUnknown,
    AmountInvalid,
    KeyReused,
    NotVerified,
    OverLimit,
)
from sls.domain.factors import FactorKind
from sls.domain.logins import LoginState
from sls.domain.verifications import VERIFICATION_LIFETIME, Task
from sls.domain.withdrawals import LimitKind, WithdrawalState
from sls.services.withdrawing import LOGIN_CONFIRMS_FOR
from tests.sls.bank import Bank

CARD, SMS = FactorKind.SECURITY_CODE_CARD, FactorKind.SMS
DSC_PLUS = FactorKind.DSC_PLUS
USD = 100


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
