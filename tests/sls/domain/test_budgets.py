"""Budgets: whose they are, and how they are called."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sls.domain.budgets import Budget, BudgetScope, Expense, prefix_of
from sls.domain.factors import Channel
from tests.fakes.clock import NOON

EXPENSE = Expense(
    "d", "login", "alice", "+12025550101", "+1202555", "US", Channel.VOICE, spent_at=NOON
)


@pytest.mark.parametrize(
    ("scope", "key"),
    [
        (BudgetScope.NUMBER, "+12025550101"),
        (BudgetScope.PREFIX, "+1202555"),
        (BudgetScope.COUNTRY, "US"),
        (BudgetScope.ACCOUNT, "alice"),
        (BudgetScope.EVERYBODY, None),
    ],
)
def test_a_send_counts_for_each_scope_under_its_own_key(scope, key):
    assert EXPENSE.key(scope) == key


def test_a15_a_prefix_is_a_number_without_its_last_four_digits():
    assert prefix_of("+12025550101") == "+1202555"


@pytest.mark.parametrize("scope", BudgetScope)
def test_what_let_somebody_in_is_paid_for_by_everybody_only(scope):
    budget = Budget(scope, Channel.SMS, 5, timedelta(hours=1))

    assert budget.gives_back is (scope is not BudgetScope.EVERYBODY)
    assert budget.name == f"{scope}_sms_60m"


def test_a_budget_for_numbers_that_nobody_proved_has_a_name_of_its_own():
    budget = Budget(BudgetScope.PREFIX, Channel.SMS, 5, timedelta(hours=1), is_unproved=True)

    assert budget.name == "unproved_prefix_sms_60m"


def test_what_is_the_account_of_its_number_is_unproved():
    assert replace(EXPENSE, customer_id=EXPENSE.number).is_unproved
    assert not EXPENSE.is_unproved
