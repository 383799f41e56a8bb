"""Pending logins."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.logins import LOGIN_LIFETIME, LoginState, PendingLogin
from sls.domain.platforms import Platform

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _login(state: LoginState = LoginState.CHOOSE) -> PendingLogin:
    return PendingLogin(
        id="login",
        customer_id="customer",
        platform=Platform.TWS,
        platform_version=None,
        language="en",
        state=state,
        created_at=NOW,
        expires_at=NOW + LOGIN_LIFETIME,
    )


def test_a_choice_of_factor_makes_a_login_ready():
    login = _login()

    login.choose("factor", NOW)

    assert (login.state, login.factor_id) == (LoginState.READY, "factor")


@pytest.mark.parametrize("state", [LoginState.READY, LoginState.VERIFIED, LoginState.EXPIRED])
def test_a_factor_is_chosen_once(state):
    login = _login(state)

    with pytest.raises(WrongState):
        login.choose("another", NOW)


def test_nothing_is_chosen_when_the_login_is_over():
    login = _login()

    with pytest.raises(WrongState):
        login.choose("factor", NOW + LOGIN_LIFETIME)


def test_a_login_ends_at_the_second():
    login = _login(LoginState.READY)

    assert login.is_live(NOW + LOGIN_LIFETIME - timedelta(microseconds=1))
    assert not login.is_live(NOW + LOGIN_LIFETIME)
    assert login.state_at(NOW + LOGIN_LIFETIME) is LoginState.EXPIRED


def test_a_login_without_tries_left_is_over():
    login = _login(LoginState.READY)

    login.attempts = MAX_ATTEMPTS

    assert not login.is_live(NOW)
    assert login.state_at(NOW) is LoginState.EXPIRED


def test_a_verified_login_stays_verified():
    login = _login(LoginState.READY)

    login.verify(NOW)

    assert login.state_at(NOW + timedelta(days=1)) is LoginState.VERIFIED
    assert login.verified_at == NOW
    assert not login.is_live(NOW)
