"""Parallel guesses against the real database (security A1, A2, A3, A42)."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import NotVerified
from sls.domain.logins import LoginState
from sls.domain.purposes import Subject
from tests.fakes.bootstrap import Sent, World

THREADS = 50


class CountingVault(KeyedCodeVault):
    """Counts the comparisons, each of which needs one digest."""

    def __init__(self) -> None:
        super().__init__("secret of the tests")
        self.digests: list[str] = []

    def digest(self, subject: Subject, code: str) -> bytes:
        """Return the digest, and remember what it was made of."""
        self.digests.append(code)
        return super().digest(subject, code)


@pytest.fixture
def world(sql_units, sql_seed) -> World:
    """Give a world on the real units of work."""
    world = World(sql_units, sql_seed, CountingVault())
    world.has_customer("alice")
    return world


@pytest.fixture
def sent(world) -> Sent:
    """Give a code on its way; the comparisons are counted from here."""
    sent = world.sends(world.logs_in())
    world.vault.digests.clear()
    return sent


def _guess(world: World, login_id: str, responses: Sequence[str]) -> list[bool]:
    start = threading.Barrier(len(responses))

    def verify(response: str) -> bool:
        start.wait()
        try:
            world.logging_in.verify(login_id, response)
        except NotVerified:
            return False
        return True

    with ThreadPoolExecutor(len(responses)) as pool:
        return list(pool.map(verify, responses))


def test_of_fifty_threads_with_the_right_code_exactly_one_gets_in(world, sent):
    granted = _guess(world, sent.login_id, [sent.code] * THREADS)

    assert granted.count(True) == 1
    assert world.logging_in.view(sent.login_id).state is LoginState.VERIFIED


def test_of_fifty_parallel_wrong_guesses_at_most_five_are_compared(world, sent):
    wrong = [f"{number:06d}" for number in range(THREADS)]

    granted = _guess(world, sent.login_id, [code for code in wrong if code != sent.code])

    assert not any(granted)
    assert len(world.vault.digests) == MAX_ATTEMPTS
    assert world.logging_in.view(sent.login_id).login.attempts == MAX_ATTEMPTS
    assert world.logging_in.view(sent.login_id).state is LoginState.EXPIRED


def test_a_replayed_code_is_refused(world, sent):
    world.logging_in.verify(sent.login_id, sent.code)

    assert not any(_guess(world, sent.login_id, [sent.code] * 5))


def test_the_count_of_tries_is_in_the_database_and_survives_a_restart(
    world, sent, sql_units, sql_seed
):
    wrong = "000000" if sent.code != "000000" else "000001"
    assert not any(_guess(world, sent.login_id, [wrong] * MAX_ATTEMPTS))

    restarted = World(sql_units, sql_seed, CountingVault())

    with pytest.raises(NotVerified):
        restarted.logging_in.verify(sent.login_id, sent.code)
    assert restarted.vault.digests == []


def test_a1_of_fifty_right_codes_exactly_one_grant_is_on_record(world, sent):
    _guess(world, sent.login_id, [sent.code] * THREADS)

    with world.units.read() as unit:
        kinds = [each.kind for each in unit.audit.entries(0, 1000)]
    assert kinds.count("LoginVerified") == 1
    assert world.checking_audit.verify() == []
