"""Attacks on the two steps of a login, over HTTP (security A4, A5, A6, A8, A9)."""

import time
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sls.domain.addresses import IpRestriction
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.password_locks import LOCKING_FAILURES
from tests.people import LoginScreen
from tests.web.steps_up import API, shown
from tests.web.test_logins import code_of, same_but_for_its_date
from tests.world import World, shared_world

HOME, AWAY = "203.0.113.9", "198.51.100.7"
WRONG = {"password": "wrong"}


def starts(world: World, username: str = "alice", **other: Any) -> requests.Response:
    """Enter a user name and its password, or something else."""
    body = {"username": username, "password": f"{username}-demo-2fa", "platform": "tws", **other}
    return world.http.post(f"{API}/logins", body)


def locks(world: World, username: str = "alice", address: str = AWAY) -> None:
    """Guess at a password from one network until it is locked for it."""
    for _ in range(LOCKING_FAILURES):
        assert starts(world, username, client_address=address, **WRONG).status_code == 401


def restricts(world: World, username: str) -> None:
    """Let a user log in from home only, at once."""
    now = world.core.clock.now()
    with world.core.units.write() as unit:
        unit.ip_restrictions.add(
            IpRestriction("one", f"customer-{username}", HOME, "agent", now, now)
        )


def spoils(login: LoginScreen, response: str) -> None:
    """Use up the tries of a login."""
    for _ in range(MAX_ATTEMPTS):
        assert login.verify(response).status_code == 403


def test_a4_the_count_of_a_factor_survives_new_logins_and_new_codes(world: World) -> None:
    for _ in range(2):
        login = LoginScreen.of(world.http, "alice")
        login.ask_for("sms")
        wrong = "000000" if code_of(world) != "000000" else "000001"
        spoils(login, wrong)
    fresh = LoginScreen.of(world.http, "alice")
    fresh.ask_for("sms")
    code = code_of(world)

    assert fresh.verify(code).status_code == 403, "the factor rests"
    world.http.advance(60)
    assert fresh.verify(code).status_code == 200


def test_a4_so_does_that_of_a_device_over_fresh_challenges(world: World) -> None:
    for _ in range(2):
        login = LoginScreen.of(world.http, "bao")
        login.post("factor", {"factor": "factor-bao-dsc_plus"})
        spoils(login, "00000000")
    fresh = LoginScreen.of(world.http, "bao")
    challenge = fresh.post("factor", {"factor": "factor-bao-dsc_plus"}).json()["challenge"]

    assert fresh.verify(shown(world, "bao", "dsc_plus", challenge)).status_code == 403


def test_a6_the_other_device_of_a_guessed_one_goes_on_working(world: World) -> None:
    for _ in range(2):
        login = LoginScreen.of(world.http, "bao")
        login.post("factor", {"factor": "factor-bao-dsc_plus"})
        spoils(login, "00000000")
    other = LoginScreen.of(world.http, "bao")
    challenge = other.post("factor", {"factor": "factor-bao-ib_key_ios"}).json()["challenge"]

    assert other.verify(shown(world, "bao", "ib_key_ios", challenge)).status_code == 200


def test_g74_ten_wrong_passwords_lock_for_24_hours(world: World) -> None:
    locks(world)

    assert starts(world, client_address=AWAY).status_code == 401
    world.http.advance(24 * 60 * 60)
    assert starts(world, client_address=AWAY).status_code == 201


@pytest.mark.parametrize("address", [HOME, None])
def test_a6_who_is_somewhere_else_is_not_locked_out(world: World, address: str | None) -> None:
    locks(world)

    assert starts(world, client_address=address).status_code == 201


def test_a5_another_address_of_the_same_network_is_no_way_round(world: World) -> None:
    locks(world)

    assert starts(world, client_address="198.51.100.8").status_code == 401
    assert starts(world, client_address="::ffff:198.51.100.8").status_code == 401


REASONS: dict[str, dict[str, Any]] = {
    "unknown": {"username": "nobody"},
    "unknown and wrong": {"username": "nobody", **WRONG},
    "wrong": {"username": "bao", **WRONG},
    "wrong of one factor": {"username": "fang", **WRONG},
    "wrong and opted out": {"username": "ines", **WRONG},
    "wrong and cooling off": {"username": "kara", **WRONG},
    "wrong and a passcode": {"username": "jun", **WRONG},
    "locked": {"username": "alice", "client_address": AWAY},
    "locked and wrong": {"username": "alice", "client_address": AWAY, **WRONG},
    "from elsewhere": {"username": "dana", "client_address": AWAY},
    "from nowhere": {"username": "dana"},
    "from elsewhere and wrong": {"username": "dana", "client_address": AWAY, **WRONG},
}


@pytest.fixture(scope="module")
def guarded() -> World:
    """Give a world in which Alice is locked for one network and Dana logs in from home only."""
    world = shared_world()
    world.reset()
    locks(world)
    restricts(world, "dana")
    return world


@settings(max_examples=40, deadline=None)
@given(
    reason=st.sampled_from(sorted(REASONS)),
    platform=st.sampled_from(["client_portal", "tws", "ios", "android"]),
    version=st.sampled_from([None, "965", "10.30"]),
    language=st.sampled_from([None, "en", "zh_CN"]),
)
def test_a8_no_refused_login_can_be_told_from_another(
    guarded: World, reason: str, platform: str, version: str | None, language: str | None
) -> None:
    where = {"platform": platform, "platform_version": version, "language": language}

    refused = starts(guarded, **{**REASONS[reason], **where})
    unknown = starts(guarded, **{**REASONS["unknown"], **where})

    assert refused.status_code == 401
    assert same_but_for_its_date(refused) == same_but_for_its_date(unknown)


def test_a9_no_refused_login_takes_its_own_time(guarded: World) -> None:
    """A password that is not looked at would answer ten times as fast."""
    taken: dict[str, list[float]] = {"unknown": [], "wrong": [], "locked": [], "from elsewhere": []}
    for _ in range(15):
        for reason, times in taken.items():
            began = time.perf_counter()
            starts(guarded, **REASONS[reason])
            times.append(time.perf_counter() - began)

    # The fastest of many is what the work takes; the others had to wait for the machine.
    fastest = [min(times) for times in taken.values()]
    assert max(fastest) < 2 * min(fastest), taken
