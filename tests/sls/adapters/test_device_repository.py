"""Devices, challenges and used cells: the same promises in memory and in the database."""

from datetime import timedelta

import pytest

from sls.domain.challenges import Challenge
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose
from tests.fakes.clock import NOON

LATER = NOON + timedelta(minutes=1)
END = NOON + timedelta(minutes=5)
TICK = timedelta(microseconds=1)


def _ask(store, challenge_id: str = "challenge", **other: object) -> None:
    fields: dict[str, object] = {
        "id": challenge_id,
        "purpose": Purpose.LOGIN,
        "subject_id": "login",
        "factor_id": "factor-alice",
        "question": "123456",
        "created_at": NOON,
        "expires_at": END,
        **other,
    }
    with store.units.write() as unit:
        unit.devices.add_challenge(Challenge(**fields))


def _login(login_id: str) -> PendingLogin:
    portal, ready = Platform.CLIENT_PORTAL, LoginState.READY
    return PendingLogin(login_id, "customer-alice", portal, None, "en", ready, NOON, END)


@pytest.fixture
def store(store):
    """Give a store with a customer and her login."""
    store.has_customer()
    store.has_login()
    return store


def test_a_device_that_is_not_there_is_not_found(store):
    with store.units.write() as unit:
        assert unit.devices.get("factor-alice") is None


def test_the_newest_live_challenge_of_a_login_is_found(store):
    store.has_login("other")
    _ask(store, "old")
    _ask(store, "new", created_at=LATER)
    _ask(store, "used", created_at=LATER + TICK, consumed_at=LATER)
    _ask(store, "foreign", subject_id="other", created_at=LATER + TICK)

    with store.units.read() as unit:
        assert unit.devices.live_challenge(_login("login"), LATER).id == "new"
        assert unit.devices.live_challenge(_login("login"), END - TICK).id == "new"
        assert unit.devices.live_challenge(_login("login"), END) is None
        assert unit.devices.live_challenge(_login("nothing"), LATER) is None


def test_a10_a_challenge_for_another_purpose_is_not_found(store):
    _ask(store, purpose=Purpose.VERIFICATION)

    with store.units.write() as unit:
        unit.devices.void_challenges(_login("login"), LATER)
        assert unit.devices.live_challenge(_login("login"), LATER) is None
        assert unit.devices.consume("challenge", LATER)


def test_a_challenge_is_consumed_once(store):
    _ask(store)

    with store.units.write() as unit:
        assert unit.devices.consume("challenge", LATER)
        assert not unit.devices.consume("challenge", LATER)
        assert not unit.devices.consume("nothing", LATER)


def test_an_expired_challenge_is_not_consumed(store):
    _ask(store)

    with store.units.write() as unit:
        assert not unit.devices.consume("challenge", END)
        assert unit.devices.consume("challenge", END - TICK)


def test_the_challenges_of_a_login_can_be_voided(store):
    store.has_login("other")
    _ask(store, "one")
    _ask(store, "foreign", subject_id="other")

    with store.units.write() as unit:
        unit.logins.get("login").language = "zh_CN"
        unit.devices.void_challenges(_login("login"), LATER)

    with store.units.read() as unit:
        assert unit.devices.live_challenge(_login("login"), LATER) is None
        assert unit.devices.live_challenge(_login("other"), LATER).id == "foreign"
        assert unit.logins.get("login").language == "zh_CN"


def test_every_question_that_a_device_was_asked_is_remembered(store):
    _ask(store, "one")
    _ask(store, "two", question="12 34", consumed_at=LATER)

    with store.units.read() as unit:
        assert sorted(unit.devices.questions_of("factor-alice")) == ["12 34", "123456"]
        assert list(unit.devices.questions_of("nothing")) == []


def test_a_cell_is_used_once(store):
    with store.units.write() as unit:
        assert unit.devices.use_cells("factor-alice", ["12", "34"], LATER)
        assert not unit.devices.use_cells("factor-alice", ["34", "56"], LATER)

    with store.units.read() as unit:
        assert unit.devices.used_cells("factor-alice") == {"12", "34"}
        assert unit.devices.used_cells("nothing") == frozenset()


def test_a_factor_to_change_is_the_factor(store):
    with store.units.write() as unit:
        unit.customers.factor_to_change("factor-alice").failures = 3
        assert unit.customers.factor_to_change("nothing") is None

    with store.units.read() as unit:
        assert unit.customers.factor("factor-alice").failures == 3
