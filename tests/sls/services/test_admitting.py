"""The first factor: guesses at passwords, by network and over all networks (G74, A4 to A9)."""

from datetime import timedelta

import pytest

from sls.domain.addresses import IpRestriction
from sls.domain.errors import LoginRefused
from sls.domain.password_locks import FREE_FAILURES, LOCKING_FAILURES
from tests.fakes.bootstrap import PASSWORD, World

HOME, AWAY, V6 = "203.0.113.9", "198.51.100.7", "2001:db8:1:2::3"


def _is_let_in(
    world: World, password: str = PASSWORD, address: str | None = HOME, username: str = "alice"
) -> bool:
    try:
        world.admitting.admit(username, password, address)
    except LoginRefused:
        return False
    return True


def _guesses(world: World, times: int, address: str | None = HOME) -> None:
    for _ in range(times):
        assert not _is_let_in(world, "wrong", address)


def _many_networks(times: int) -> list[str]:
    return [f"198.{18 + number // 250}.{number % 250}.1" for number in range(times)]


def test_nine_wrong_passwords_are_forgiven(world):
    _guesses(world, LOCKING_FAILURES - 1)

    assert _is_let_in(world)


def test_g74_after_ten_even_the_right_password_is_refused(world):
    _guesses(world, LOCKING_FAILURES)

    assert not _is_let_in(world)


def test_g74_the_lock_ends_24_hours_after_the_last_failed_try(world):
    _guesses(world, LOCKING_FAILURES)
    world.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert not _is_let_in(world)

    world.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert not _is_let_in(world), "that try was refused, and so it was the last failed one"
    world.clock.advance(hours=24)

    assert _is_let_in(world)


def test_a_right_password_starts_the_count_anew(world):
    for _ in range(3):
        _guesses(world, LOCKING_FAILURES - 1)
        assert _is_let_in(world)


@pytest.mark.parametrize("neighbour", ["203.0.113.200", "::ffff:203.0.113.77"])
def test_a5_the_network_counts_and_not_the_address(world, neighbour):
    _guesses(world, LOCKING_FAILURES, neighbour)

    assert not _is_let_in(world)


@pytest.mark.parametrize("elsewhere", [AWAY, V6, None, "203.0.114.9"])
def test_a6_nobody_can_lock_another_person_out(world, elsewhere):
    _guesses(world, LOCKING_FAILURES + 5, AWAY if elsewhere != AWAY else HOME)

    assert _is_let_in(world, address=elsewhere)


def test_without_an_address_all_logins_are_of_one_network(world):
    _guesses(world, LOCKING_FAILURES, None)

    assert not _is_let_in(world, address=None)
    assert _is_let_in(world, address=HOME)


def test_a5_guesses_from_ever_new_networks_are_slowed_down(world):
    for address in _many_networks(FREE_FAILURES):
        _guesses(world, 1, address)

    assert not _is_let_in(world, address=AWAY)
    world.clock.advance(minutes=1)
    assert _is_let_in(world, address=AWAY)


def test_a6_a_network_that_logged_in_before_is_never_slowed_down(world):
    assert _is_let_in(world, address=HOME)
    for address in _many_networks(FREE_FAILURES + 30):
        assert not _is_let_in(world, "wrong", address)

    assert not _is_let_in(world, address=AWAY)
    assert _is_let_in(world, address=HOME)


def test_a6_what_has_to_wait_does_not_prolong_the_wait(world):
    for address in _many_networks(FREE_FAILURES):
        _guesses(world, 1, address)
    for address in _many_networks(FREE_FAILURES + 200)[FREE_FAILURES:]:
        _guesses(world, 1, address)

    world.clock.advance(minutes=1)

    assert _is_let_in(world, address=AWAY)


def test_a6_the_customer_is_told_once_that_somebody_is_guessing(world):
    for address in _many_networks(FREE_FAILURES + 3):
        _guesses(world, 1, address)
        world.clock.advance(hours=1, minutes=1)

    notices = []
    while world.works():
        notices = [each for each in world.telephony.messages if "password_guessed" in each.body]
    assert len(notices) == 1


def test_a8_refusals_tell_nothing_apart(world):
    _guesses(world, LOCKING_FAILURES, AWAY)
    refusals = []
    for username, password, address in (
        ("alice", "wrong", HOME),
        ("nobody", PASSWORD, HOME),
        ("alice", PASSWORD, AWAY),
    ):
        with pytest.raises(LoginRefused) as refused:
            world.admitting.admit(username, password, address)
        refusals.append((str(refused.value), vars(refused.value)))

    assert refusals == [refusals[0]] * 3


def test_a9_the_password_is_looked_at_whatever_is_known_by_then(world):
    _guesses(world, LOCKING_FAILURES, AWAY)
    checks = world.passwords.checks
    tries = [("alice", "wrong", HOME), ("nobody", "wrong", HOME), ("alice", PASSWORD, AWAY)]

    for username, password, address in tries:
        assert not _is_let_in(world, password, address, username)

    assert world.passwords.checks == checks + len(tries)


def test_a9_a_name_that_nobody_has_is_counted_like_one_that_somebody_has(world):
    for username in ("alice", "nobody"):
        for _ in range(LOCKING_FAILURES):
            assert not _is_let_in(world, "wrong", HOME, username)

    with world.units.read() as unit:
        runs = list(unit.store.network_failures.values())
    assert [len(run.recent) for run in runs] == [LOCKING_FAILURES] * 2


def test_no_name_and_no_address_is_kept_in_clear(world):
    """A password typed into the field of the user name must not stand in any table."""
    assert not _is_let_in(world, "x", HOME, "my secret password")

    with world.units.read() as unit:
        kept = repr((unit.store.network_failures, unit.store.name_failures))
    assert "my secret password" not in kept
    assert "203.0.113" not in kept


def test_a_try_is_charged_before_the_password_is_looked_at(world):
    def crash(*_args: object) -> bool:
        raise MemoryError

    world.passwords.matches = crash
    with pytest.raises(MemoryError):
        world.admitting.admit("alice", PASSWORD, HOME)

    with world.units.read() as unit:
        (run,) = unit.store.network_failures.values()
    assert len(run.recent) == 1


def _restricts(world: World, network: str) -> None:
    now = world.now()
    with world.units.write() as unit:
        unit.ip_restrictions.add(IpRestriction("one", "customer-alice", network, "agent", now, now))


@pytest.mark.parametrize("address", [AWAY, V6, None])
def test_f35_a_restriction_refuses_every_other_address_like_a_wrong_password(world, address):
    _restricts(world, HOME)

    assert not _is_let_in(world, address=address)
    assert _is_let_in(world, address=HOME)


def test_a37_the_other_spelling_of_an_address_is_the_same_address(world):
    _restricts(world, HOME)

    assert _is_let_in(world, address=f"::ffff:{HOME}")


def test_a8_the_right_password_from_elsewhere_counts_as_a_failure_like_a_wrong_one(world):
    _restricts(world, HOME)
    for _ in range(LOCKING_FAILURES):
        assert not _is_let_in(world, address=AWAY)

    with world.units.read() as unit:
        (run,) = unit.store.network_failures.values()
    assert run.is_locked(world.now())
