"""The online card's own life: pending, proved, in force for 21 days (F14, G8)."""

from datetime import timedelta

from sls.domain.online_cards import (
    MAX_PROOFS,
    PENDING_FOR,
    QUESTION_LIFETIME,
    CardState,
    OnlineCard,
)
from sls.domain.temporary_access import TemporaryRules
from tests.fakes.clock import NOON

SECOND = timedelta(seconds=1)


def _card() -> OnlineCard:
    return OnlineCard("card", "customer-jun", b"sealed", CardState.PENDING, NOON)


def test_a_card_waits_a_day_to_be_proved():
    card = _card()

    assert card.is_pending(NOON + PENDING_FOR - SECOND)
    assert not card.is_pending(NOON + PENDING_FOR)


def test_a_card_may_be_proved_five_times():
    card = _card()

    card.attempts = MAX_PROOFS - 1
    assert card.is_pending(NOON)
    card.attempts = MAX_PROOFS
    assert not card.is_pending(NOON)


def test_a_question_lives_five_minutes_and_a_new_one_replaces_it():
    card = _card()
    card.ask("12 34", NOON)

    until = card.ask("56 78", NOON)

    assert until == NOON + QUESTION_LIFETIME
    assert card.asked_cells(until - SECOND) == ["56", "78"]
    assert card.asked_cells(until) == []


def test_nothing_is_asked_before_a_question():
    assert _card().asked_cells(NOON) == []


def test_a_card_in_force_lasts_21_days_from_its_activation_and_waits_no_more():
    """F14, X24."""
    card = _card()
    card.ask("12 34", NOON)

    ends_at = card.activate(NOON + SECOND, TemporaryRules().card)

    assert ends_at == card.expires_at == NOON + SECOND + timedelta(days=21)
    assert (card.state, card.asked_cells(NOON)) == (CardState.ACTIVE, [])
    assert not card.is_pending(NOON)
    assert card.sealed_key == b"", "its device keeps the key from now on"


def test_only_a_card_that_waits_can_be_taken_back():
    waiting, in_force = _card(), _card()
    in_force.activate(NOON, TemporaryRules().card)

    waiting.void()
    in_force.void()

    assert (waiting.state, waiting.sealed_key) == (CardState.VOID, b"")
    assert in_force.state is CardState.ACTIVE
