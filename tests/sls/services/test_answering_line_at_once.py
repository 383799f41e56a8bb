"""Requests for one turn of a call that meet: on either real database it acts once."""

from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.caller_proofs import MAX_PROOFS
from sls.domain.calls import CallTurn
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.spoken_answers import A_DAY, MAX_UNPROVED_A_DAY
from sls.domain.transfers import TransferState
from tests.fakes.bootstrap import ALICE
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.agent import Agent
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer

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


def test_a15_many_calls_at_once_get_no_more_texts_than_one_after_the_other(world):
    world.interpreter.teach("my limit", "check_withdrawal_limit", "withdrawal_limit")
    callers = [Caller.in_menu(world, f"CA{each}") for each in range(THREADS)]
    for caller in callers:
        caller.says("my limit")
        assert "1 option.text_answer" in caller.hears()

    at_once(*(partial(caller.presses, "1") for caller in callers))

    with world.units.read() as unit:
        assert unit.line_calls.texts_since(ALICE, world.now() - A_DAY) <= MAX_UNPROVED_A_DAY


def test_callers_who_are_texted_and_logins_that_get_codes_do_not_wait_for_each_other(world):
    """After its first event a unit waits for nobody; two that do would end each other."""
    world.interpreter.teach("my limit", "check_withdrawal_limit", "withdrawal_limit")
    callers, chats = [], []
    for each in range(THREADS):
        number = f"+120255502{each:02}"
        world.has_customer(f"user{each}", number=number)
        callers.append(Caller.in_menu(world, f"CA{each}", number))
        callers[-1].says("my limit")
        login = world.logs_in(f"user{each}")
        chats.append(Customer(world, login_id=login))
        chats[-1].clicks("topic:code_not_received")
    texts = [partial(caller.presses, "1") for caller in callers]
    codes = [partial(chat.clicks, "send_code:sms") for chat in chats]

    answers = at_once(*(each for pair in zip(texts, codes, strict=True) for each in pair))

    assert len(granted(answers)) == 2 * THREADS


def test_a_text_that_is_asked_for_many_times_at_once_goes_out_once(world):
    world.interpreter.teach("my limit", "check_withdrawal_limit", "withdrawal_limit")
    caller = Caller.in_menu(world)
    caller.says("my limit")

    answers = _all_at_once(world, caller, CallTurn(keys="1", caller=ALICE))

    assert all(each == answers[0] for each in answers)
    with world.units.read() as unit:
        assert unit.line_calls.texts_since(ALICE, world.now() - A_DAY) == 1


def test_a_key_that_takes_a_call_many_times_at_once_takes_it_once(world):
    caller = Caller.in_menu(world)
    caller.presses("0")
    agent = Agent(world)
    agent.answers()

    answers = at_once(*[partial(agent.presses, "1")] * THREADS)

    assert all(each == answers[0] for each in answers)
    assert agent.transfer.state is TransferState.TALKING
