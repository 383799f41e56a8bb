"""The budgets as data."""

from collections import Counter
from datetime import timedelta

from sls.adapters.budget_table import load_spending_rules
from sls.domain.budgets import BudgetScope
from sls.domain.factors import Channel


def test_every_scope_has_a_budget_for_every_channel():
    budgets = [each for each in load_spending_rules().budgets if not each.is_unproved]
    scopes = {(each.scope, each.channel) for each in budgets}

    assert scopes == {(scope, channel) for scope in BudgetScope for channel in Channel}


def test_a16_a_number_has_twenty_calls_a_day():
    days = [
        each.sends
        for each in load_spending_rules().budgets
        if each.scope is BudgetScope.NUMBER and each.channel is Channel.VOICE
    ]

    assert days == [20]


def test_no_two_budgets_have_one_name_and_the_wider_ones_hold_more():
    budgets = load_spending_rules().budgets
    proved = [each for each in budgets if not each.is_unproved]
    hours = {e.scope: e.sends for e in proved if e.window == timedelta(hours=1)}

    assert max(Counter(each.name for each in budgets).values()) == 1
    assert hours["account"] < hours["prefix"] < hours["country"] < hours["everybody"]


def test_a15_what_goes_to_numbers_that_nobody_proved_has_a_block_a_country_and_a_whole_of_its_own():
    unproved = [each for each in load_spending_rules().budgets if each.is_unproved]

    assert {each.channel for each in unproved} == {Channel.SMS}
    assert {each.scope: each.sends for each in unproved} == {
        BudgetScope.PREFIX: 5,
        BudgetScope.COUNTRY: 30,
        BudgetScope.EVERYBODY: 100,
    }
