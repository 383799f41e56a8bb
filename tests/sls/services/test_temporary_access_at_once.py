"""Passcodes and cards that meet: on either real database each is decided as if it were alone."""

from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.errors import CardUnknown, NotVerified, PasscodeConsecutive
from sls.domain.factors import FactorKind
from sls.domain.online_cards import MAX_PROOFS
from sls.services.limiting_access import end_temporary_access
from tests.sls.crowd import Crowd, at_once, granted

THREADS = 10
SMS = "factor-alice-sms"


@pytest.fixture
def world(sql_units, sql_seed) -> Crowd:
    """Give a world on a real database in which Alice may log in."""
    world = Crowd(sql_units, sql_seed, KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


@pytest.fixture
def card(world) -> tuple[str, str, dict[str, str]]:
    """Give Alice's login with a passcode, her printed card, and what stands on it."""
    issued = world.issuing_passcodes.issue("alice", "agent.en", [SMS])
    login_id = world.logs_in()
    world.logging_in.verify(login_id, issued.clear)
    card_id = world.issuing_cards.request(login_id).id
    return login_id, card_id, dict(world.issuing_cards.printed(card_id, login_id).cells)


def _live(world: Crowd) -> list[FactorKind]:
    with world.units.read() as unit:
        return sorted(each.kind for each in unit.customers.factors_of("customer-alice"))


def test_f17_of_ten_agents_at_once_one_issues_a_passcode(world):
    issue = partial(world.issuing_passcodes.issue, "alice", "agent.en", [SMS])

    answers = at_once(*[issue] * THREADS)

    assert len(granted(answers)) == 1
    assert sum(type(each) is PasscodeConsecutive for each in answers) == THREADS - 1
    assert _live(world) == [FactorKind.TEMPORARY_PASSCODE]


def test_a_card_that_is_proved_ten_times_at_once_comes_into_force_once(world, card):
    login_id, card_id, cells = card
    asked = world.issuing_cards.ask(card_id, login_id).cells
    response = "".join(cells[each] for each in asked)

    answers = at_once(
        *[partial(world.issuing_cards.activate, card_id, login_id, response)] * THREADS
    )

    assert len(granted(answers)) == 1
    assert {type(each) for each in answers if isinstance(each, Exception)} == {CardUnknown}
    assert _live(world) == [FactorKind.ONLINE_CARD, FactorKind.TEMPORARY_PASSCODE]


def test_of_ten_wrong_proofs_at_once_five_are_compared(world, card):
    login_id, card_id, _ = card
    world.issuing_cards.ask(card_id, login_id)

    answers = at_once(
        *[partial(world.issuing_cards.activate, card_id, login_id, "AAAAAA")] * THREADS
    )

    assert granted(answers) == []
    assert sum(type(each) is NotVerified for each in answers) == MAX_PROOFS


def test_of_two_cards_proved_at_once_one_stays(world, card):
    """A27: the old card is over with the new one, whichever comes first."""
    login_id, _, _ = card
    proofs = []
    for _ in range(2):
        card_id = world.issuing_cards.request(login_id).id
        cells = dict(world.issuing_cards.printed(card_id, login_id).cells)
        asked = world.issuing_cards.ask(card_id, login_id).cells
        response = "".join(cells[each] for each in asked)
        proofs.append(partial(world.issuing_cards.activate, card_id, login_id, response))

    at_once(*proofs)

    assert _live(world).count(FactorKind.ONLINE_CARD) == 1


def test_a_device_that_comes_back_while_cards_are_proved_leaves_nothing_behind(world, card):
    login_id, card_id, cells = card
    asked = world.issuing_cards.ask(card_id, login_id).cells
    response = "".join(cells[each] for each in asked)

    def device_is_back() -> None:
        with world.units.write() as unit:
            end_temporary_access(unit, "customer-alice", world.now())

    prove = partial(world.issuing_cards.activate, card_id, login_id, response)
    at_once(device_is_back, prove, prove)

    assert _live(world) == []


def test_a_passcode_and_a_login_with_the_lost_device_wait_for_each_other_in_one_order(world):
    sent = world.sends(world.logs_in())

    at_once(
        partial(world.logging_in.verify, sent.login_id, sent.code),
        partial(world.issuing_passcodes.issue, "alice", "agent.en", [SMS]),
    )

    with world.units.read() as unit:
        is_issued = unit.temporary_accesses.open_passcode("customer-alice") is not None
    assert _live(world) == ([FactorKind.TEMPORARY_PASSCODE] if is_issued else [])
