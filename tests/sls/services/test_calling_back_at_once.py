"""Calls for help that are asked for, rung and answered at the same moment, on either database."""

from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.errors import CallRefused
from sls.domain.help_requests import HelpState
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.callbacks import Callee
from tests.sls.services.conversation import Customer

THREADS = 8


@pytest.fixture
def world(sql_units, sql_seed) -> Crowd:
    """Give a world on a real database in which Alice may log in."""
    world = Crowd(sql_units, sql_seed, KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


def _in_a_chat(world: Crowd) -> Customer:
    chat = Customer(world, login_id=world.logs_in())
    chat.clicks("hand_off")
    chat.clicks("callback")
    return chat


def test_of_many_requests_in_many_chats_one_is_taken(world):
    chats = [_in_a_chat(world) for _ in range(THREADS)]

    answers = at_once(*(partial(each.clicks, "callback:now") for each in chats))

    assert sorted(str(each) for each in answers).count("['callback.requested_now']") == 1
    with world.units.read() as unit:
        assert len(unit.help_requests.all_open()) == 1


def test_many_workers_ring_once_for_one_request(world):
    callee = Callee(world)
    callee.asks_now()

    at_once(*[world.ringing_back.look_after] * THREADS)
    at_once(*(partial(world.works, f"worker-{number}") for number in range(THREADS)))
    at_once(*[world.ringing_back.look_after] * THREADS)

    assert len(world.telephony.book) == 1
    assert callee.request.rings == 1


def test_cancelling_and_ringing_at_once_have_one_winner(world):
    callee = Callee(world)
    callee.asks_now()

    at_once(partial(callee.chat.clicks, "callback_cancel"), world.ringing_back.look_after)
    world.works()

    is_cancelled = callee.request.state is HelpState.CANCELLED
    assert len(world.telephony.book) == (0 if is_cancelled else 1)


def test_a21_of_many_calls_that_claim_one_request_one_is_answered(world):
    callee = Callee(world)
    callee.asks_now()
    callee.is_rung()
    answer, job = world.talking_back.answer, callee.job

    answers = at_once(
        partial(answer, job, callee.delivery.provider_sid),
        *(partial(answer, job, f"CA-{number}") for number in range(THREADS)),
    )

    assert len(granted(answers)) == 1
    assert {type(each) for each in answers[1:]} == {CallRefused}


def test_the_end_of_a_call_and_a_look_at_it_meet_in_peace(world):
    callee = Callee(world)
    callee.asks_now()
    callee.is_rung()
    sid = callee.delivery.provider_sid
    news = partial(world.talking_back.provider_says, callee.job, sid, "busy", None)

    at_once(*[news, world.ringing_back.look_after] * 4)

    assert callee.request.rings == 1
    assert callee.told().count("callback.again") == 1
