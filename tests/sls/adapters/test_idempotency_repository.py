"""Remembered requests, in memory and on the databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sls.ports.idempotency import RememberedRequest
from tests.fakes.clock import NOON

REQUEST = RememberedRequest("portal", "key", "d" * 64, NOON)
LATER = NOON + timedelta(minutes=1)


def test_what_was_begun_is_found_and_cannot_be_begun_again(store):
    with store.units.write() as unit:
        assert unit.remembered_requests.get("portal", "key") is None
        assert unit.remembered_requests.begin(REQUEST)

    with store.units.write() as unit:
        assert unit.remembered_requests.get("portal", "key") == REQUEST
        assert not unit.remembered_requests.begin(replace(REQUEST, digest="e" * 64))
        assert unit.remembered_requests.begin(replace(REQUEST, caller="desk"))


def test_of_many_who_begin_at_once_one_does(store):
    def begin(_number: int) -> bool:
        with store.units.write() as unit:
            return unit.remembered_requests.begin(REQUEST)

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(begin, range(8)))

    assert begun.count(True) == 1


def test_what_was_finished_is_remembered_with_its_answer(store):
    with store.units.write() as unit:
        unit.remembered_requests.begin(REQUEST)
        unit.remembered_requests.finish("portal", "key", 201, b"sealed")

    with store.units.read() as unit:
        found = unit.remembered_requests.get("portal", "key")
    assert (found.status, found.sealed_body) == (201, b"sealed")


def test_a_request_is_taken_over_once_and_never_when_it_is_done(store):
    with store.units.write() as unit:
        unit.remembered_requests.begin(REQUEST)
        assert unit.remembered_requests.take_over(REQUEST, LATER)
        assert not unit.remembered_requests.take_over(REQUEST, LATER)
        unit.remembered_requests.finish("portal", "key", 201, None)
        assert not unit.remembered_requests.take_over(replace(REQUEST, begun_at=LATER), LATER)


def test_requests_of_before_are_forgotten(store):
    with store.units.write() as unit:
        unit.remembered_requests.begin(REQUEST)
        unit.remembered_requests.begin(replace(REQUEST, key="later", begun_at=LATER))
        assert unit.remembered_requests.forget_before(NOON) == 1
        unit.remembered_requests.forget("portal", "unknown")

    with store.units.read() as unit:
        assert unit.remembered_requests.get("portal", "key") is None
        assert unit.remembered_requests.get("portal", "later") is not None
