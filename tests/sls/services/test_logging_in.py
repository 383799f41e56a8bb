"""Logging in: password, choice of factor, and the response that verifies."""

from datetime import timedelta

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.customers import Customer
from sls.domain.errors import (
    FactorUnavailable,
    LoginRefused,
    LoginUnknown,
    NotVerified,
    VersionTooOld,
    WrongState,
)
from sls.domain.factors import Channel, FactorKind
from sls.domain.logins import LOGIN_LIFETIME, LoginState
from sls.domain.platforms import Platform
from sls.services.logging_in import LoginRequest
from tests.fakes.bootstrap import ALICE, PASSWORD, World


def _request(username: str = "alice", password: str = PASSWORD, language: str | None = None):
    return LoginRequest(username, password, Platform.CLIENT_PORTAL, None, language)


def _refusal(world: World, username: str, password: str) -> LoginRefused:
    with pytest.raises(LoginRefused) as refused:
        world.logging_in.start(_request(username, password))
    return refused.value


def _wrong(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_one_factor_is_chosen_at_once(world):
    view = world.logging_in.start(_request())

    assert view.state is LoginState.READY
    assert view.login.factor_id == "factor-alice-sms"
    assert view.login.expires_at == world.now() + LOGIN_LIFETIME


def test_several_factors_wait_for_a_choice(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)

    view = world.logging_in.start(_request("bao"))

    assert view.state is LoginState.CHOOSE
    assert [factor.kind for factor in view.factors] == [FactorKind.IB_KEY_IOS, FactorKind.SMS]


def test_without_a_second_factor_the_password_is_enough(world):
    password_hash = world.passwords.hash(PASSWORD)
    world.units.seed(Customer("customer-new", "new", "en", ALICE, password_hash), [])

    view = world.logging_in.start(_request("new"))

    assert (view.state, list(view.factors)) == (LoginState.VERIFIED, [])


def test_nothing_is_sent_before_it_is_asked_for(world):
    login_id = world.logs_in()

    assert list(world.logging_in.view(login_id).deliveries) == []
    assert not world.works()


def test_a_user_name_is_known_in_any_case(world):
    assert world.logging_in.start(_request(" ALICE ")).state is LoginState.READY


def test_a_wrong_password_and_an_unknown_user_are_refused_alike(world):
    wrong = _refusal(world, "alice", "wrong")
    unknown = _refusal(world, "nobody", PASSWORD)

    assert type(wrong) is type(unknown)
    assert (str(wrong), vars(wrong), wrong.code) == (str(unknown), vars(unknown), unknown.code)


def test_the_password_is_checked_for_an_unknown_user_too(world):
    _refusal(world, "nobody", PASSWORD)

    assert world.passwords.checks == 1


def test_the_language_asked_for_beats_the_one_on_file(world):
    assert world.logging_in.start(_request(language="zh-CN")).login.language == "zh_CN"
    assert world.logging_in.start(_request(language="de")).login.language == "en"
    assert world.logging_in.start(_request()).login.language == "en"


def test_a_factor_is_chosen_from_the_list(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    login_id = world.logs_in("bao")

    chosen = world.logging_in.choose_factor(login_id, "factor-bao-sms")

    assert (chosen.login.state, chosen.factor.kind) == (LoginState.READY, FactorKind.SMS)
    assert chosen.challenge is None
    assert world.logging_in.view(login_id).state is LoginState.READY


def test_the_factor_of_another_customer_cannot_be_chosen(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    login_id = world.logs_in("bao")

    for factor_id in ("factor-alice-sms", "factor-of-nobody", ""):
        with pytest.raises(WrongState):
            world.logging_in.choose_factor(login_id, factor_id)

    assert world.logging_in.view(login_id).state is LoginState.CHOOSE


def test_a_factor_that_cannot_be_verified_here_is_refused(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    login_id = world.logs_in("bao")

    with pytest.raises(FactorUnavailable):
        world.logging_in.choose_factor(login_id, "factor-bao-ib_key_ios")


def test_another_factor_cannot_be_chosen_afterwards(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    login_id = world.logs_in("bao")
    world.logging_in.choose_factor(login_id, "factor-bao-sms")

    with pytest.raises(WrongState):
        world.logging_in.choose_factor(login_id, "factor-bao-ib_key_ios")


def test_the_same_choice_again_is_the_same_choice(world):
    login_id = world.logs_in()

    chosen = world.logging_in.choose_factor(login_id, "factor-alice-sms")

    assert chosen.login.state is LoginState.READY


def test_an_old_tws_cannot_offer_a_choice(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)

    with pytest.raises(VersionTooOld) as refused:
        world.logs_in("bao", Platform.TWS, "965")

    assert refused.value.needed == "966"
    assert world.logs_in("bao", Platform.TWS, "966")
    assert world.logs_in("alice", Platform.TWS, "965")


def test_an_unknown_login_is_unknown(world):
    with pytest.raises(LoginUnknown):
        world.logging_in.view("nothing")
    with pytest.raises(LoginUnknown):
        world.logging_in.choose_factor("nothing", "factor-alice-sms")
    with pytest.raises(LoginUnknown):
        world.logging_in.request_code("nothing", Channel.SMS, None)


def test_the_right_code_verifies(world):
    sent = world.sends(world.logs_in())

    world.logging_in.verify(sent.login_id, sent.code)

    assert world.logging_in.view(sent.login_id).state is LoginState.VERIFIED


@pytest.mark.parametrize("spelling", ["{} ", "{}\n", "\u2003{}"])
def test_a_code_may_be_typed_with_blanks(world, spelling):
    sent = world.sends(world.logs_in())

    world.logging_in.verify(sent.login_id, spelling.format(f"{sent.code[:3]} {sent.code[3:]}"))

    assert world.logging_in.view(sent.login_id).state is LoginState.VERIFIED


def test_a_login_cannot_be_verified_before_its_factor_is_chosen(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    login_id = world.logs_in("bao")

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, "402981")


def test_a_login_for_which_nothing_was_sent_is_not_verified_by_nothing(world):
    login_id = world.logs_in()

    for response in ("", " ", "402981", "[code]"):
        with pytest.raises(NotVerified):
            world.logging_in.verify(login_id, response)


def test_wrong_used_expired_locked_and_unknown_are_refused_alike(world):
    refusals = []

    def refuse(login_id: str, response: str) -> None:
        with pytest.raises(NotVerified) as refused:
            world.logging_in.verify(login_id, response)
        refusals.append((type(refused.value), str(refused.value), vars(refused.value)))

    wrong = world.sends(world.logs_in())
    refuse(wrong.login_id, _wrong(wrong.code))
    world.logging_in.verify(wrong.login_id, wrong.code)
    refuse(wrong.login_id, wrong.code)
    refuse("unknown", "402981")
    locked = world.sends(world.logs_in(), Channel.SMS)
    for _ in range(MAX_ATTEMPTS + 1):
        refuse(locked.login_id, _wrong(locked.code))
    refuse(locked.login_id, locked.code)
    expired = world.sends(world.logs_in())
    world.clock.advance(minutes=10)
    refuse(expired.login_id, expired.code)

    assert all(each == refusals[0] for each in refusals)


def test_a7_a_login_has_five_tries_and_the_right_code_is_refused_after_them(world):
    sent = world.sends(world.logs_in())

    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, _wrong(sent.code))

    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, sent.code)
    assert world.logging_in.view(sent.login_id).state is LoginState.EXPIRED


def test_the_fifth_try_may_be_the_right_one(world):
    sent = world.sends(world.logs_in())
    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, _wrong(sent.code))

    world.logging_in.verify(sent.login_id, sent.code)

    assert world.logging_in.view(sent.login_id).state is LoginState.VERIFIED


def test_a_try_is_charged_before_anything_is_compared(world):
    sent = world.sends(world.logs_in())

    def crash(*_args: str) -> bytes:
        raise MemoryError

    world.vault.digest = crash
    with pytest.raises(MemoryError):
        world.logging_in.verify(sent.login_id, sent.code)

    assert world.logging_in.view(sent.login_id).login.attempts == 1


@pytest.mark.parametrize("response", ["", "abc", "1" * 1_000_000, "\x00", "٤٠٢٩٨١"])
def test_a40_an_odd_response_costs_one_try_and_nothing_else(world, response):
    sent = world.sends(world.logs_in())

    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, response)

    assert world.logging_in.view(sent.login_id).login.attempts == 1


def test_sending_again_gives_no_new_tries(world):
    sent = world.sends(world.logs_in())
    for _ in range(3):
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, _wrong(sent.code))

    world.sends(sent.login_id, Channel.SMS)
    world.clock.advance(minutes=6)
    fresh = world.sends(sent.login_id, Channel.SMS)

    assert fresh.code != sent.code
    assert world.logging_in.view(sent.login_id).login.attempts == 3
    for _ in range(2):
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, _wrong(fresh.code))
    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, fresh.code)


def test_a_code_expires_at_the_second(world):
    sent = world.sends(world.logs_in())
    world.clock.advance(timedelta(minutes=10) - timedelta(microseconds=1))
    in_time = world.sends(world.logs_in(), Channel.SMS)
    world.logging_in.verify(sent.login_id, sent.code)

    world.clock.advance(minutes=10)

    with pytest.raises(NotVerified):
        world.logging_in.verify(in_time.login_id, in_time.code)


def test_a_login_expires_at_the_second(world):
    login_id = world.logs_in()
    world.clock.advance(timedelta(minutes=15))
    sent = world.sends(login_id)

    world.clock.advance(timedelta(minutes=5) - timedelta(microseconds=1))
    assert world.logging_in.view(login_id).state is LoginState.READY
    world.clock.advance(timedelta(microseconds=1))

    assert world.logging_in.view(login_id).state is LoginState.EXPIRED
    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, sent.code)


def test_a_used_code_is_refused_here_and_in_every_other_login(world):
    sent = world.sends(world.logs_in())
    world.logging_in.verify(sent.login_id, sent.code)
    other_login = world.logs_in()
    world.sends(other_login)

    for login_id in (sent.login_id, other_login):
        with pytest.raises(NotVerified):
            world.logging_in.verify(login_id, sent.code)


def test_a_code_answers_only_the_login_it_was_made_for(world):
    world.has_customer("bob", number="+12025550102")
    world.randomness.next_digits("402981", "1111", "402982", "1111")
    alices = world.sends(world.logs_in("alice"))
    bobs = world.sends(world.logs_in("bob"))

    with pytest.raises(NotVerified):
        world.logging_in.verify(bobs.login_id, alices.code)

    world.logging_in.verify(bobs.login_id, bobs.code)


def test_a_code_that_a_newer_one_replaced_is_refused(world):
    sent = world.sends(world.logs_in(), Channel.SMS)
    world.clock.advance(minutes=5, seconds=1)
    fresh = world.sends(sent.login_id, Channel.SMS)

    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, sent.code)

    world.logging_in.verify(sent.login_id, fresh.code)


def test_the_code_is_forgotten_when_it_is_used(world):
    sent = world.sends(world.logs_in())

    world.logging_in.verify(sent.login_id, sent.code)

    with world.units.read() as unit:
        code = unit.codes.get(sent.delivery.code_id)
    assert code.sealed is None
    assert code.consumed_at == world.now()
