"""Temporary passcodes: issued on the phone, opening what they may, and never twice in a row."""

from datetime import timedelta

import pytest

from sls.domain.customers import Customer
from sls.domain.errors import (
    AccountUnknown,
    CardOnly,
    FactorUnavailable,
    NotParticipant,
    NotVerified,
    PasscodeConsecutive,
    TemporaryAccessOver,
    WrongState,
)
from sls.domain.factors import FactorKind
from sls.domain.lockouts import MAX_FAILURES
from sls.domain.logins import LoginState
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose
from sls.domain.temporary_access import PASSCODE_ALPHABET, PASSCODE_LENGTH, Access
from sls.services.issuing_passcodes import IssuedPasscode
from sls.services.limiting_access import end_temporary_access
from sls.services.logging_in import LoginRequest
from tests.fakes.bootstrap import ALICE, PASSWORD, World

SECOND = timedelta(seconds=1)
TWO_DAYS, TEN_DAYS = timedelta(days=2), timedelta(days=10)
TRADING = (Platform.TWS, Platform.IOS, Platform.ANDROID)


@pytest.fixture
def issued(world: World) -> IssuedPasscode:
    """Give the passcode of Alice, whose phone is gone for good."""
    return world.issuing_passcodes.issue("alice", "agent.en", ["factor-alice-sms"])


def _opens(world: World, clear: str, platform: Platform = Platform.CLIENT_PORTAL) -> Access:
    return world.logging_in.verify(world.logs_in(platform=platform), clear)


def _device_is_back(world: World, customer_id: str = "customer-alice") -> None:
    with world.units.write() as unit:
        end_temporary_access(unit, customer_id, world.now())


def test_a_passcode_is_told_once_and_is_nowhere_in_clear(world, issued):
    with world.units.read() as unit:
        stored = unit.temporary_accesses.passcode(issued.passcode.factor_id)

    assert len(issued.clear) == PASSCODE_LENGTH
    assert set(issued.clear) <= set(PASSCODE_ALPHABET)
    assert issued.clear not in repr(issued)
    assert issued.clear not in repr(stored)


def test_the_agent_who_issued_it_is_on_record(world, issued):
    """G1: after an identity check, which is the agent's."""
    with world.units.read() as unit:
        stored = unit.temporary_accesses.open_passcode("customer-alice")

    assert (stored.issued_by, stored.issued_at) == ("agent.en", world.now())


def test_the_number_on_file_is_told_of_it(world, issued):
    """A6, and without the passcode in it."""
    assert world.works()

    (message,) = world.telephony.messages
    assert message.to == ALICE
    assert "notice.passcode_issued" in message.body
    assert issued.clear not in message.body


def test_a6_who_was_locked_out_of_activations_by_guesses_is_let_in_again_by_the_agent(world):
    with world.units.write() as unit:
        guard = unit.bindings.guard("customer-alice")
        guard.failures = MAX_FAILURES - 1
        guard.charge(world.now())

    world.issuing_passcodes.issue("alice", "agent.en")

    with world.units.write() as unit:
        assert unit.bindings.guard("customer-alice").charge(world.now())


def test_a_device_that_is_lost_ends_and_a_misplaced_one_stays(world):
    world.has_customer("bao", FactorKind.DSC_PLUS, FactorKind.IB_KEY_IOS)

    world.issuing_passcodes.issue("bao", "agent.en", ["factor-bao-dsc_plus"])

    with world.units.read() as unit:
        kinds = {each.kind for each in unit.customers.factors_of("customer-bao")}
    assert kinds == {FactorKind.IB_KEY_IOS, FactorKind.TEMPORARY_PASSCODE}


def test_nobody_elses_device_can_be_reported_lost(world):
    world.has_customer("bao", FactorKind.DSC_PLUS)

    with pytest.raises(WrongState):
        world.issuing_passcodes.issue("alice", "agent.en", ["factor-bao-dsc_plus"])

    with world.units.read() as unit:
        assert len(unit.customers.factors_of("customer-bao")) == 1
        assert unit.temporary_accesses.open_passcode("customer-alice") is None


def test_only_somebody_with_a_device_can_have_lost_one(world):
    """F11."""
    hashed = world.passwords.hash(PASSWORD)
    world.units.seed(Customer("customer-new", "new", "en", ALICE, hashed), [])

    with pytest.raises(NotParticipant):
        world.issuing_passcodes.issue("new", "agent.en")
    with pytest.raises(AccountUnknown):
        world.issuing_passcodes.issue("nobody", "agent.en")


@pytest.mark.parametrize("platform", Platform)
def test_f12_it_opens_every_platform_for_two_days(world, issued, platform):
    world.clock.advance(TWO_DAYS - SECOND)

    assert _opens(world, issued.clear, platform) is Access.FULL


def test_it_is_static_and_may_be_used_again(world, issued):
    """G2."""
    for _ in range(3):
        assert _opens(world, issued.clear) is Access.FULL


def test_it_is_asked_for_without_a_challenge(world, issued):
    login_id = world.logs_in()

    chosen = world.logging_in.choose_factor(login_id, issued.passcode.factor_id)

    assert (chosen.factor.kind, chosen.challenge) == (FactorKind.TEMPORARY_PASSCODE, None)


@pytest.mark.parametrize("response", ["", "402981", "AAAAAAAA", "x" * 10_000])
def test_a_wrong_passcode_is_refused_and_charged(world, issued, response):
    login_id = world.logs_in()

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, response)

    with world.units.read() as unit:
        assert unit.logins.get(login_id).attempts == 1
        assert unit.customers.factor(issued.passcode.factor_id).failures == 1


def test_guessing_at_it_slows_down_as_with_every_factor(world, issued):
    for _ in range(2):
        login_id = world.logs_in()
        for _ in range(5):
            with pytest.raises(NotVerified):
                world.logging_in.verify(login_id, "AAAAAAAA")

    login_id = world.logs_in()
    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, issued.clear)
    world.clock.advance(minutes=1)
    assert world.logging_in.verify(login_id, issued.clear) is Access.FULL


def test_the_passcode_of_another_customer_opens_nothing(world, issued):
    world.has_customer("bao", FactorKind.DSC_PLUS)
    baos = world.issuing_passcodes.issue("bao", "agent.en", ["factor-bao-dsc_plus"])

    with pytest.raises(NotVerified):
        world.logging_in.verify(world.logs_in("alice"), baos.clear)


@pytest.mark.parametrize("platform", TRADING)
def test_a26_after_two_days_no_trading_platform_opens_and_it_says_why(world, issued, platform):
    world.clock.advance(TWO_DAYS)

    with pytest.raises(CardOnly):
        world.logs_in(platform=platform)


@pytest.mark.parametrize("platform", TRADING)
def test_a26_a_login_begun_before_the_border_does_not_carry_it_over(world, issued, platform):
    world.clock.advance(TWO_DAYS - SECOND)
    login_id = world.logs_in(platform=platform)
    world.clock.advance(SECOND)

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, issued.clear)
    with pytest.raises(CardOnly):
        world.logging_in.choose_factor(login_id, issued.passcode.factor_id)


def test_a26_after_two_days_client_portal_opens_for_the_card_alone(world, issued):
    world.clock.advance(timedelta(days=5))
    login_id = world.logs_in()

    assert world.logging_in.verify(login_id, issued.clear) is Access.CARD_ONLY

    login = world.logging_in.view(login_id).login
    assert login.access is Access.CARD_ONLY
    with pytest.raises(CardOnly):
        login.require_full_access()


def test_a26_past_its_two_days_it_confirms_nothing_but_a_login(world, issued):
    """A right passcode is no proof for any other purpose then (F13)."""
    judging, factor_id = world.judging, issued.passcode.factor_id
    login_id = world.logs_in()

    def is_right(purpose: Purpose) -> bool:
        with world.units.write() as unit:
            login = unit.logins.get(login_id)
            factor = unit.customers.factor(factor_id)
            subject = type("Subject", (), {"purpose": purpose, "id": login.id})()
            return judging.is_right(unit, subject, factor, issued.clear, world.now())

    assert is_right(Purpose.VERIFICATION)
    world.clock.advance(TWO_DAYS)
    assert not is_right(Purpose.VERIFICATION)
    assert is_right(Purpose.LOGIN)


@pytest.mark.parametrize("platform", Platform)
def test_after_ten_days_nothing_opens_and_client_services_helps(world, issued, platform):
    """F15; never the password alone."""
    world.clock.advance(TEN_DAYS)

    with pytest.raises(TemporaryAccessOver):
        world.logs_in(platform=platform)


def test_a_login_begun_before_the_last_border_does_not_carry_it_over(world, issued):
    world.clock.advance(TEN_DAYS - SECOND)
    login_id = world.logs_in()
    world.clock.advance(SECOND)

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, issued.clear)
    with pytest.raises(FactorUnavailable):
        world.logging_in.choose_factor(login_id, issued.passcode.factor_id)


@pytest.mark.parametrize("days", [0, 1, 5, 10, 400])
def test_a26_f17_no_passcode_follows_another(world, issued, days):
    world.clock.advance(days=days)

    with pytest.raises(PasscodeConsecutive):
        world.issuing_passcodes.issue("alice", "agent.zh")


def test_a25_a_clock_that_goes_back_allows_no_second_passcode(world, issued):
    """F17 is no question of time: the latest of two may carry the earlier date."""
    _device_is_back(world)
    world.clock.advance(timedelta(minutes=-5))
    again = world.issuing_passcodes.issue("alice", "agent.en")

    with pytest.raises(PasscodeConsecutive):
        world.issuing_passcodes.issue("alice", "agent.en")

    _device_is_back(world)
    with pytest.raises(TemporaryAccessOver):
        _opens(world, again.clear)


def test_f17_after_a_device_was_back_there_may_be_another(world, issued):
    _device_is_back(world)

    again = world.issuing_passcodes.issue("alice", "agent.en")

    assert again.clear != issued.clear
    with pytest.raises(NotVerified):
        _opens(world, issued.clear)
    assert _opens(world, again.clear) is Access.FULL


def test_a26_it_is_revoked_the_moment_a_device_is_active_again(world, issued):
    login_id = world.logs_in()
    _device_is_back(world)

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, issued.clear)
    with world.units.read() as unit:
        assert list(unit.customers.factors_of("customer-alice")) == []
    with pytest.raises(TemporaryAccessOver):
        world.logs_in()


def test_a_misplaced_device_that_verifies_a_login_is_back(world):
    """F17: protection is restored by the device itself."""
    issued = world.issuing_passcodes.issue("alice", "agent.en")
    login_id = world.logs_in()
    world.logging_in.choose_factor(login_id, "factor-alice-sms")
    sent = world.sends(login_id)

    world.logging_in.verify(login_id, sent.code)

    with world.units.read() as unit:
        assert unit.customers.factor(issued.passcode.factor_id).is_over(world.now())
        assert unit.temporary_accesses.open_passcode("customer-alice") is None
    assert world.issuing_passcodes.issue("alice", "agent.en").clear


def test_logging_in_with_the_passcode_does_not_end_it(world, issued):
    _opens(world, issued.clear)

    with world.units.read() as unit:
        stored = unit.temporary_accesses.open_passcode("customer-alice")
    assert stored is not None


def test_a_passcode_that_is_over_leaves_the_other_devices_alone(world):
    issued = world.issuing_passcodes.issue("alice", "agent.en")
    world.clock.advance(TEN_DAYS)

    request = LoginRequest("alice", PASSWORD, Platform.CLIENT_PORTAL, None, None)
    view = world.logging_in.start(request)

    assert view.state is LoginState.READY
    assert [each.kind for each in view.factors] == [FactorKind.SMS]
    with pytest.raises(WrongState):
        world.logging_in.choose_factor(view.login.id, issued.passcode.factor_id + "x")


def test_whoever_lost_every_device_is_not_let_in_by_the_password_alone(world):
    with world.units.write() as unit:
        unit.customers.factor_to_change("factor-alice-sms").end(world.now())

    with pytest.raises(TemporaryAccessOver):
        world.logs_in()
