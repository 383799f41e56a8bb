"""Requests for one turn of a call that meet: on either real database it acts once."""

from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.caller_proofs import MAX_PROOFS
from sls.domain.calls import CallTurn
from sls.domain.codes import MAX_ATTEMPTS
from tests.fakes.bootstrap import ALICE
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.caller import Caller

THREADS = 8


@pytest.fixture
def world(sql_units, sql_seed) -> Crowd:
    """Give a world on a real database in which Alice is a customer."""
    world = Crowd(sql_units, sql_seed, KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


def _all_at_once(world: Crowd, caller: Caller, said: CallTurn) -> list[object]:
    hear = partial(world.answering_line.hear, caller.sid, caller.turn, said)
    return list(at_once(*[hear] * THREADS))


def test_a_call_that_is_answered_many_times_at_once_is_one_call(world):
    answers = at_once(*[partial(world.answering_line.answer, "CA1", ALICE)] * THREADS)

    assert len(granted(answers)) == THREADS
    assert all(each == answers[0] for each in answers)


def test_a_key_that_comes_many_times_at_once_goes_one_step(world):
    caller = Caller.in_menu(world)
    for key in ("1", "2"):
        caller.presses(key)

    answers = _all_at_once(world, caller, CallTurn(keys="1"))

    assert all(each == answers[0] for each in answers)
    (walk,) = caller.conversation().walks
    assert walk["said"] == ["code_not_received.open_link.tws", "code_not_received.wait_for_call"]


def test_a_wrong_code_that_comes_many_times_at_once_is_charged_once(world):
    caller = Caller.in_menu(world)
    for key in ("6", "5"):
        caller.presses(key)

    _all_at_once(world, caller, CallTurn(keys="000000", caller=ALICE))

    with world.units.read() as unit:
        assert unit.line_calls.proof_of(caller.sid).attempts == 1
    assert MAX_ATTEMPTS > 1


def test_many_calls_at_once_get_no_more_codes_than_one_after_the_other(world):
    callers = [Caller.in_menu(world, f"CA{each}") for each in range(THREADS)]
    for caller in callers:
        caller.presses("6")

    at_once(*(partial(caller.presses, "5") for caller in callers))

    with world.units.read() as unit:
        proofs = [unit.line_calls.proof_of(caller.sid) for caller in callers]
    assert sum(proof.of is not None for proof in proofs) <= MAX_PROOFS
