"""Fifty workers killed at random moments: no phone rings twice, nothing is lost (A22)."""

import logging
from collections import Counter

import pytest

from benchmarks.kills import AFTER_A_LEASE, measure, world_over
from benchmarks.victims import number_of
from sls.adapters.numbering import LibphonenumberPlan
from sls.domain.deliveries import ANNOUNCEMENT_LEASE, CLAIM_LEASE


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)


def test_a22_fifty_killed_workers_ring_nobody_twice_and_lose_nobody(tmp_path):
    with world_over(f"sqlite:///{tmp_path / 'sls.db'}") as world:
        found = measure(world, kills=50, seed=22)

    assert found["kills"] == 50
    assert found["rung_twice"] == 0
    assert found["lost"] == 0
    assert found["rung_once"] + found["told_it_took_too_long"] == found["requests"]
    # They did die in the middle of their work, before and after the provider had heard of it.
    assert {"claimed", "placing", "queued"} & set(found["left_behind_by_the_dead"])
    assert found["left_behind_by_the_dead"]["placing"] > 0


def test_every_victim_has_a_number_that_can_be_called_and_neighbours_are_few():
    numbers = [number_of(index) for index in range(2000)]

    assert len(set(numbers)) == len(numbers)
    assert {LibphonenumberPlan().region(each) for each in numbers} == {"US"}
    assert max(Counter(each[:-4] for each in numbers).values()) == 1


def test_the_clock_moves_on_by_more_than_any_lease():
    assert max(ANNOUNCEMENT_LEASE, CLAIM_LEASE).total_seconds() < AFTER_A_LEASE
