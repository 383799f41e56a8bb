"""Verifications: bound to what they were asked for, in time and once."""

from datetime import timedelta

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.logins import LOGIN_LIFETIME, LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose
from sls.domain.verifications import (
    VERIFICATION_LIFETIME,
    Task,
    Verification,
    VerificationState,
    canonical,
    is_session,
)
from tests.fakes.clock import NOON

TICK = timedelta(microseconds=1)
END = NOON + VERIFICATION_LIFETIME
HOUR = timedelta(hours=1)


def _verification(**other: object) -> Verification:
    fields: dict[str, object] = {
        "id": "verification",
        "customer_id": "customer",
        "login_id": "login",
        "task": Task.WITHDRAWAL,
        "details": canonical({"amount": 5}),
        "platform": Platform.CLIENT_PORTAL,
        "platform_version": None,
        "language": "en",
        "state": VerificationState.CHOOSE,
        "created_at": NOON,
        "expires_at": END,
        **other,
    }
    return Verification(**fields)


def _given() -> Verification:
    verification = _verification()
    verification.choose("factor", NOON)
    verification.verify(NOON)
    return verification


def test_a_verification_waits_ten_minutes_for_its_response():
    verification = _verification()
    verification.choose("factor", NOON)

    assert verification.purpose is Purpose.VERIFICATION
    assert verification.is_ready(END - TICK)
    assert not verification.is_ready(END)
    assert verification.state_at(END) is VerificationState.EXPIRED


def test_without_tries_left_it_is_over():
    verification = _verification(attempts=MAX_ATTEMPTS)

    with pytest.raises(WrongState):
        verification.choose("factor", NOON)


def test_another_factor_cannot_be_chosen_afterwards():
    verification = _verification()
    verification.choose("factor", NOON)
    verification.choose("factor", NOON)

    with pytest.raises(WrongState):
        verification.choose("another", NOON)


def test_a10_it_confirms_exactly_what_it_was_given_for():
    verification = _given()

    assert verification.confirms(Task.WITHDRAWAL, canonical({"amount": 5}), END - TICK)
    assert not verification.confirms(Task.WITHDRAWAL, canonical({"amount": 6}), NOON)
    assert not verification.confirms(Task.CHANGE_PIN, canonical({"amount": 5}), NOON)
    assert not verification.confirms(Task.WITHDRAWAL, canonical({"amount": 5}), END)


def test_it_confirms_nothing_before_it_is_given_and_after_it_is_used():
    waiting, used = _verification(), _given()
    used.state = VerificationState.USED

    for each in (waiting, used):
        assert not each.confirms(Task.WITHDRAWAL, canonical({"amount": 5}), NOON)
    assert used.state_at(END) is VerificationState.USED


def test_the_same_details_are_one_text_in_any_order():
    assert canonical({"b": 1, "a": "二"}) == canonical({"a": "二", "b": 1})
    assert canonical({"amount": 5}) != canonical({"amount": "5"})


def test_a_session_is_a_verified_login_of_not_too_long_ago():
    login = PendingLogin(
        "login",
        "customer",
        Platform.TWS,
        None,
        "en",
        LoginState.READY,
        NOON,
        NOON + LOGIN_LIFETIME,
    )
    assert not is_session(login, NOON, HOUR)

    login.verify(NOON)

    assert is_session(login, NOON + HOUR - TICK, HOUR)
    assert not is_session(login, NOON + HOUR, HOUR)
    assert not is_session(None, NOON, HOUR)
