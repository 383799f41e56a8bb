"""Sends as budgets count them, and counts of what was refused."""

from datetime import datetime, timedelta

import pytest

from sls.domain.budgets import Budget, BudgetScope, Conversion, Expense
from sls.domain.factors import Channel
from sls.domain.logins import LoginState
from sls.domain.meters import Refused
from sls.domain.purposes import Purpose
from sls.ports.spending import Converted
from tests.fakes.clock import NOON
from tests.sls.adapters.conftest import NUMBER, Store
from tests.sls.crowd import at_once

HOUR = timedelta(hours=1)
VOICE, SMS = Channel.VOICE, Channel.SMS


def _expense(name: str, at: datetime, **other: object) -> Expense:
    fields = {
        "delivery_id": name,
        "login_id": "login",
        "customer_id": "customer-alice",
        "number": NUMBER,
        "prefix": "+1202555",
        "country": "US",
        "channel": VOICE,
        "spent_at": at,
        **other,
    }
    return Expense(**fields)  # type: ignore[arg-type]


def _spends(store: Store, name: str, minute: int = 0, **other: object) -> None:
    """Let there be a delivery that was paid for so many minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    store.has_delivery(name, created_at=at, channel=other.get("channel", VOICE))
    with store.units.write() as unit:
        unit.expenses.lock()
        unit.expenses.add(_expense(name, at, **other))


def _spent(store: Store, scope: BudgetScope, **other: object) -> datetime | None:
    """Return what ten past twelve finds spent of two sends in an hour, for one like these."""
    others = [Budget(each, VOICE, 99, HOUR) for each in BudgetScope]
    next_one = _expense("next", NOON + timedelta(minutes=10), **other)
    with store.units.read() as unit:
        found = unit.expenses.spent([*others, Budget(scope, VOICE, 2, HOUR)], next_one)
    assert list(found[:-1]) == [None] * len(others)
    return found[-1]


@pytest.mark.parametrize("scope", BudgetScope)
def test_a_budget_is_spent_by_as_many_sends_as_it_has_and_not_before(outbox, scope):
    _spends(outbox, "one", 1)
    before = _spent(outbox, scope)

    _spends(outbox, "two", 2)
    _spends(outbox, "three", 3)

    assert before is None
    assert _spent(outbox, scope) == NOON + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("scope", "column"),
    [
        (BudgetScope.NUMBER, "number"),
        (BudgetScope.PREFIX, "prefix"),
        (BudgetScope.COUNTRY, "country"),
        (BudgetScope.ACCOUNT, "customer_id"),
    ],
)
def test_what_others_spend_is_theirs(outbox, scope, column):
    for name in ("one", "two"):
        _spends(outbox, name)

    assert _spent(outbox, scope, **{column: "another"}) is None


def test_where_there_are_no_budgets_none_is_spent(outbox):
    with outbox.units.read() as unit:
        assert list(unit.expenses.spent([], _expense("next", NOON))) == []


def test_the_other_channel_has_budgets_of_its_own(outbox):
    for name in ("one", "two"):
        _spends(outbox, name, channel=SMS)

    assert _spent(outbox, BudgetScope.NUMBER) is None


@pytest.mark.parametrize("scope", [each for each in BudgetScope if each != BudgetScope.ACCOUNT])
def test_a15_what_went_to_numbers_that_nobody_proved_counts_for_its_own_budgets_only(outbox, scope):
    for name in ("one", "two"):
        _spends(outbox, name, customer_id=NUMBER)
    of_its_own = Budget(scope, VOICE, 2, HOUR, is_unproved=True)

    with outbox.units.read() as unit:
        (found,) = unit.expenses.spent([of_its_own], _expense("next", NOON, customer_id=NUMBER))
        fullest = unit.expenses.fullest(of_its_own, NOON)

    assert _spent(outbox, scope) is None
    assert (found, fullest) == (NOON, 2)


def test_codes_do_not_count_for_numbers_that_nobody_proved(outbox):
    _spends(outbox, "one")

    with outbox.units.read() as unit:
        budget = Budget(BudgetScope.EVERYBODY, VOICE, 2, HOUR, is_unproved=True)
        assert unit.expenses.fullest(budget, NOON) == 0


def test_what_lies_before_the_window_does_not_count(outbox):
    _spends(outbox, "one", -50)
    _spends(outbox, "two", 0)

    assert _spent(outbox, BudgetScope.EVERYBODY) is None


@pytest.mark.parametrize("scope", BudgetScope)
def test_a_verified_login_gives_its_sends_back_but_to_everybody(outbox, scope):
    outbox.has_login("verified", state=LoginState.VERIFIED)
    for name in ("one", "two"):
        _spends(outbox, name, login_id="verified")

    assert (_spent(outbox, scope) is None) is (scope is not BudgetScope.EVERYBODY)


@pytest.mark.parametrize(("scope", "fullest"), [("number", 2), ("country", 3), ("everybody", 3)])
def test_operators_see_the_most_that_anybody_spent(outbox, scope, fullest):
    _spends(outbox, "one")
    _spends(outbox, "two")
    _spends(outbox, "three", number="+12025550199")

    with outbox.units.read() as unit:
        found = unit.expenses.fullest(Budget(BudgetScope(scope), VOICE, 9, HOUR), NOON)

    assert found == fullest


def test_what_is_taken_back_was_never_spent(outbox):
    for name in ("one", "two"):
        _spends(outbox, name)

    with outbox.units.write() as unit:
        unit.expenses.take_back("one")

    assert _spent(outbox, BudgetScope.NUMBER) is None


def test_nobody_has_spent_anything_at_first(outbox):
    with outbox.units.read() as unit:
        budgets = [Budget(scope, VOICE, 9, HOUR) for scope in BudgetScope]
        assert {unit.expenses.fullest(each, NOON) for each in budgets} == {0}


def test_a15_it_is_known_of_how_many_sends_to_a_country_how_many_let_somebody_in(outbox):
    outbox.has_login("verified", state=LoginState.VERIFIED)
    _spends(outbox, "one")
    _spends(outbox, "two", login_id="verified")
    _spends(outbox, "three", country="GB")

    with outbox.units.read() as unit:
        found = unit.expenses.converted(Conversion(1, 0.5, HOUR), NOON)

    assert list(found) == [Converted("GB", VOICE, 1, 0), Converted("US", VOICE, 2, 1)]


def test_an_answer_by_text_message_is_not_meant_to_let_anybody_in(outbox):
    _spends(outbox, "code")
    outbox.has_delivery("answer", code_id=None, purpose=Purpose.ANSWER)
    with outbox.units.write() as unit:
        unit.expenses.add(_expense("answer", NOON))

    with outbox.units.read() as unit:
        found = unit.expenses.converted(Conversion(1, 0.5, HOUR), NOON)

    assert list(found) == [Converted("US", VOICE, 1, 0)]


def test_refusals_are_counted_by_reason_and_channel(store):
    for reason, channel in (("line_full", VOICE), ("line_full", VOICE), ("line_full", SMS)):
        with store.units.write() as unit:
            unit.refusals.note(reason, channel)

    with store.units.read() as unit:
        found = list(unit.refusals.every())
    assert found == [Refused("line_full", SMS, 1), Refused("line_full", VOICE, 2)]


def test_refusals_at_once_are_all_counted(store):
    def note() -> None:
        with store.units.write() as unit:
            unit.refusals.note("line_full", VOICE)

    at_once(*[note] * 10)

    with store.units.read() as unit:
        assert list(unit.refusals.every()) == [Refused("line_full", VOICE, 10)]
