"""Temporary passcodes: what they open, until when, and how they may be typed (F12, F13, G2)."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.factors import Factor, FactorKind
from sls.domain.platforms import Platform
from sls.domain.temporary_access import (
    PASSCODE_ALPHABET,
    PASSCODE_LENGTH,
    Access,
    Passcode,
    TemporaryRules,
    issued,
    typed_passcode,
)
from tests.fakes.clock import NOON

SECOND = timedelta(seconds=1)
TRADING = (Platform.TWS, Platform.IOS, Platform.ANDROID)
FULL, CARD_ONLY = Access.FULL, Access.CARD_ONLY


def _factor() -> Factor:
    return Factor("f", "customer-jun", FactorKind.TEMPORARY_PASSCODE, None, NOON)


def _passcode(now: datetime = NOON, rules: TemporaryRules | None = None) -> Passcode:
    return issued(_factor(), "hash", "agent.en", rules or TemporaryRules(), now)


@pytest.mark.parametrize("platform", Platform)
def test_it_opens_every_platform_for_two_days_of_24_hours(platform):
    """F12, X24: at the second."""
    passcode = _passcode()

    assert passcode.access(platform, NOON) is FULL
    assert passcode.access(platform, NOON + timedelta(hours=48) - SECOND) is FULL
    assert passcode.access(platform, NOON + timedelta(hours=48)) is not FULL


@pytest.mark.parametrize("platform", TRADING)
def test_it_opens_no_trading_platform_afterwards(platform):
    """F13."""
    passcode = _passcode()

    for days in (2, 5, 10, 400):
        assert passcode.access(platform, NOON + timedelta(days=days)) is None


def test_it_opens_client_portal_for_the_card_for_eight_more_days():
    """F13, X4: 2 and 8 make 10."""
    passcode, ten_days = _passcode(), NOON + timedelta(days=10)

    assert passcode.access(Platform.CLIENT_PORTAL, NOON + timedelta(days=2)) is CARD_ONLY
    assert passcode.access(Platform.CLIENT_PORTAL, ten_days - SECOND) is CARD_ONLY
    assert passcode.access(Platform.CLIENT_PORTAL, ten_days) is None
    assert passcode.access(Platform.CLIENT_PORTAL, ten_days + SECOND) is None


@pytest.mark.parametrize(
    "start",
    [
        datetime(2028, 2, 28, 12, 0, tzinfo=UTC),  # a leap day lies between
        datetime(2026, 3, 7, 12, 0, tzinfo=UTC),  # New York's clocks go forward
        datetime(2026, 10, 31, 12, 0, tzinfo=UTC),  # and back
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_a25_a_day_is_24_hours_whatever_calendars_and_clocks_do(start):
    passcode = _passcode(start)

    assert passcode.access(Platform.TWS, start + timedelta(seconds=48 * 3600 - 1)) is FULL
    assert passcode.access(Platform.TWS, start + timedelta(seconds=48 * 3600)) is None
    late = start + timedelta(seconds=240 * 3600 - 1)
    assert passcode.access(Platform.CLIENT_PORTAL, late) is CARD_ONLY
    assert passcode.access(Platform.CLIENT_PORTAL, late + SECOND) is None


def test_its_factor_ends_with_it():
    factor = _factor()

    passcode = issued(factor, "hash", "agent.en", TemporaryRules(), NOON)

    assert factor.expires_at == passcode.card_until
    assert not factor.is_over(passcode.card_until - SECOND)
    assert factor.is_over(passcode.card_until)
    assert not factor.charge(passcode.card_until)


def test_the_figures_are_settings():
    passcode = _passcode(rules=TemporaryRules(timedelta(days=1), timedelta(days=10)))

    assert passcode.full_until == NOON + timedelta(days=1)
    assert passcode.card_until == NOON + timedelta(days=11)


def test_it_opens_nothing_once_a_device_is_back():
    """A26: revoked on reactivation."""
    passcode = _passcode()

    passcode.end(NOON + SECOND)
    passcode.end(NOON + timedelta(days=3))

    assert passcode.device_back_at == NOON + SECOND
    assert passcode.access(Platform.CLIENT_PORTAL, NOON + SECOND) is None


def test_a_passcode_has_at_least_twenty_bits_and_no_letters_that_look_alike():
    assert len(set(PASSCODE_ALPHABET)) == 32
    assert 5 * PASSCODE_LENGTH >= 20
    assert not set("IO01") & set(PASSCODE_ALPHABET)
    assert PASSCODE_ALPHABET.isupper()


@pytest.mark.parametrize(
    "typed", ["ABCD2345", " ABCD 2345\n", "ABCD-2345", "abcd2345", "ＡＢＣＤ２３４５"]
)
def test_it_may_be_typed_as_people_type(typed):
    assert typed_passcode(typed) == "ABCD2345"


@pytest.mark.parametrize(
    "typed", ["", "ABCD234", "ABCD23456", "ABCD2340", "ABCD234O", "ABCDÉ345", "A" * 1_000_000, "\0"]
)
def test_what_cannot_be_a_passcode_is_none(typed):
    assert typed_passcode(typed) is None
