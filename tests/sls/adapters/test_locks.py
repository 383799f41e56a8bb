"""What two transactions at once may not both do, in either database."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from sls.adapters import tables
from sls.adapters.repositories import SqlUnitsOfWork
from sls.domain.conversations import Event
from sls.domain.deliveries import DeliveryState
from sls.domain.factors import Channel
from tests.fakes.audit_keys import plain_chain
from tests.fakes.clock import NOON
from tests.sls.adapters.conftest import Store, claim_one
from tests.sls.conftest import seed_of
from tests.sls.crowd import at_once

THREADS = 12
NO_NEWS = {"synchronize_session": False}
EVENTS_EACH = 25
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def outbox(database) -> Store:
    """Give a store on each real database, with a login and its code."""
    units = SqlUnitsOfWork(database, plain_chain())
    store = Store(units, seed_of(units))
    store.has_customer()
    store.has_login()
    store.has_code()
    return store


def _in_a_unit(store: Store, act):
    def run():
        with store.units.write() as unit:
            return act(unit)

    return run


def _all_at_once(store: Store, act) -> list:
    return at_once(*[_in_a_unit(store, act)] * THREADS)


def test_an_identity_token_lets_one_of_many_in(outbox):
    answers = _all_at_once(outbox, lambda unit: unit.use_identity_token("jti", LATER))

    assert sorted(answers) == [False] * (THREADS - 1) + [True]


def test_a_cell_of_a_card_is_used_by_one_of_many(outbox):
    use = lambda unit: unit.devices.use_cells("factor-alice", ["12", "34"], NOON)  # noqa: E731

    assert sorted(_all_at_once(outbox, use)) == [False] * (THREADS - 1) + [True]


def test_a_code_is_consumed_by_one_of_many(outbox):
    answers = _all_at_once(outbox, lambda unit: unit.codes.consume("code", NOON))

    assert sorted(answers) == [False] * (THREADS - 1) + [True]


def test_a_login_is_charged_five_times_by_many(outbox):
    answers = _all_at_once(outbox, lambda unit: unit.logins.charge_attempt("login", NOON))

    assert sorted(answers) == [False] * (THREADS - 5) + [True] * 5


def test_what_is_counted_up_by_many_is_counted_every_time(outbox):
    outbox.has_delivery()

    def count(unit) -> None:
        unit.deliveries.get("delivery").readings += 1
        unit.customers.factor_to_change("factor-alice").failures += 1
        unit.logins.get_to_change("login").attempts += 1

    _all_at_once(outbox, count)

    with outbox.units.read() as unit:
        assert unit.deliveries.get("delivery").readings == THREADS
        assert unit.customers.factor("factor-alice").failures == THREADS
        assert unit.logins.get("login").attempts == THREADS


def test_a_row_is_read_anew_once_it_is_held(outbox):
    outbox.has_delivery()

    with outbox.units.write() as unit:
        (loaded,) = unit.deliveries.of_login("login")
        loaded.language = "zh_CN"
        others = update(tables.deliveries).values(readings=7)
        unit.session.execute(others, execution_options=NO_NEWS)
        held = unit.deliveries.get("delivery")

        is_postgresql = unit.session.get_bind().dialect.name == "postgresql"
        readings = 7 if is_postgresql else 0  # in SQLite nobody else can have changed it
        assert (held is loaded, held.readings, held.language) == (True, readings, "zh_CN")


def test_many_workers_claim_each_delivery_once_and_one_call_to_a_phone(outbox):
    numbers = [f"+1202555{number:04d}" for number in range(4)]
    for number, turn in itertools.product(numbers, range(3)):
        outbox.has_delivery(f"{number}-{turn}", number=number)

    claimed = []
    for _ in range(3):
        answers = _all_at_once(outbox, lambda unit: claim_one(unit, "worker", LATER))
        claimed += [each for each in answers if each is not None]

    assert sorted(each.number for each in claimed) == numbers
    with outbox.units.read() as unit:
        assert len(unit.deliveries.in_state(DeliveryState.CLAIMED)) == len(numbers)


def test_workers_who_claim_many_at_once_wait_for_each_other_in_one_order(outbox):
    numbers = [f"+1202555{number:04d}" for number in range(6)]
    for number, turn in itertools.product(numbers, range(3)):
        outbox.has_delivery(f"{number}-{turn}", number=number)
    room = {Channel.VOICE: 4}

    claimed = []
    for _ in range(3):
        many = _all_at_once(outbox, lambda unit: unit.deliveries.claim("worker", LATER, room, 4))
        claimed += [each for answer in many for each in answer]

    assert sorted(each.number for each in claimed) == numbers


def test_who_reads_on_from_the_last_event_misses_none(outbox):
    outbox.has_conversation("one")
    outbox.has_conversation("two")
    is_over, seen = threading.Event(), []

    def tell() -> None:
        for turn in range(EVENTS_EACH):
            with outbox.units.write() as unit:
                name = "one" if turn % 2 else "two"
                unit.conversations.add_event(Event(name, "message", {"turn": turn}, NOON))

    def read_on() -> None:
        is_last = False
        while not is_last:
            is_last = is_over.wait(0.005)  # a reader that never rests would starve the writers
            with outbox.units.read() as unit:
                events = unit.conversations.all_events_after(seen[-1] if seen else 0, 500)
            seen.extend(event.id for event in events)

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read_on)
        try:
            at_once(*[tell] * THREADS)
        finally:
            is_over.set()  # whatever happened, or the reader would read on for ever
        reader.result(timeout=60)

    assert len(seen) == THREADS * EVENTS_EACH
