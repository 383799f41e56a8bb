"""Verifying: one proof for one task, in one session, used up once (F43 to F48, A10 to A12)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from sls.domain.calls import Pace, ReadCode
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import CardOnly, ChannelUnavailable, NotVerified, WrongState
from sls.domain.factors import Channel, FactorKind
from sls.domain.lockouts import FREE_FAILURES
from sls.domain.security_errors import NoDevice, VerificationUnknown
from sls.domain.temporary_access import Access
from sls.domain.verifications import VERIFICATION_LIFETIME, Task, VerificationState
from tests.fakes.bootstrap import LONGEST_SESSION, World
from tests.sls.services.devices import has_devices, logs_in_with, shows

CARD, DSC_PLUS = FactorKind.SECURITY_CODE_CARD, FactorKind.DSC_PLUS
IOS, ANDROID = FactorKind.IB_KEY_IOS, FactorKind.IB_KEY_ANDROID
TICK = timedelta(microseconds=1)
AMOUNT = {"amount": 500}


def _session(world: World, username: str = "alice") -> str:
    """Log in with a code by text message."""
    sent = world.sends(world.logs_in(username), Channel.SMS)
    world.logging_in.verify(sent.login_id, sent.code)
    return sent.login_id


def _started(world: World, login_id: str, task: Task = Task.WITHDRAWAL) -> str:
    return world.verifying.start(login_id, task, AMOUNT).verification.id


def _code(world: World, verification_id: str, channel: Channel = Channel.SMS) -> str:
    return world.code_of(world.verifying.request_code(verification_id, channel, None))


def _works_off(world: World) -> None:
    while world.works():
        pass


def _is_refused(world: World, verification_id: str, response: str) -> bool:
    try:
        world.verifying.verify(verification_id, response)
    except NotVerified:
        return True
    return False


def _uses(world: World, verification_id: str, task: Task = Task.WITHDRAWAL, **details: int) -> bool:
    try:
        with world.units.write() as unit:
            wanted = details or AMOUNT
            world.verifying.use(unit, verification_id, task, wanted, world.now())
    except NotVerified:
        return False
    return True


@pytest.fixture
def given(world) -> str:
    """Give a verification that Alice has given for a withdrawal."""
    verification_id = _started(world, _session(world))
    world.verifying.verify(verification_id, _code(world, verification_id))
    return verification_id


@pytest.mark.parametrize("kind", [IOS, ANDROID, DSC_PLUS, CARD, FactorKind.DSC])
def test_every_kind_of_device_verifies_as_at_login(world, kind):
    """F45 to F47 for the three devices named, X30 and G26 for the card."""
    has_devices(world, "bao", kind)
    verification_id = _started(world, logs_in_with(world, "bao", kind))
    asked = world.verifying.choose_factor(verification_id, f"factor-bao-{kind}")

    world.verifying.verify(verification_id, shows(kind, asked.challenge, counter=1))

    assert world.verifying.view(verification_id).state is VerificationState.VERIFIED
    assert _uses(world, verification_id)


@pytest.mark.parametrize("channel", Channel)
def test_a_code_verifies_by_text_message_and_by_call(world, channel):
    verification_id = _started(world, _session(world))

    world.verifying.verify(verification_id, _code(world, verification_id, channel))

    assert _uses(world, verification_id)


def test_the_worker_sends_the_code_of_a_verification(world):
    verification_id = _started(world, _session(world))
    delivery = world.verifying.request_code(verification_id, Channel.SMS, None)

    _works_off(world)

    assert world.delivery(delivery.id).provider_sid is not None


def test_a_call_reads_the_code_of_a_verification(world):
    verification_id = _started(world, _session(world))
    delivery = world.verifying.request_code(verification_id, Channel.VOICE, None)
    _works_off(world)
    placed = world.delivery(delivery.id)

    world.calling.answer(placed.job, placed.provider_sid)
    speech = world.calling.press_at_gate(placed.job, placed.provider_sid, placed.gate_key)

    assert ReadCode(world.code_of(placed), Pace.NORMAL) in speech.parts


def test_codes_of_given_verifications_do_not_count_against_the_number(world):
    session = _session(world)
    for _ in range(6):
        verification_id = _started(world, session)
        world.verifying.verify(verification_id, _code(world, verification_id))

    assert _uses(world, verification_id)


def test_a_verification_is_used_once(world, given):
    assert _uses(world, given)

    assert not _uses(world, given)
    assert world.verifying.view(given).state is VerificationState.USED


@pytest.mark.parametrize("task", [task for task in Task if task is not Task.WITHDRAWAL])
def test_a10_it_is_no_verification_for_another_task(world, given, task):
    assert not _uses(world, given, task)
    assert _uses(world, given)


def test_a10_it_is_no_verification_for_another_amount(world, given):
    assert not _uses(world, given, amount=501)


def test_a10_it_is_no_verification_in_another_session(world, given):
    with world.units.read() as unit:
        verification = unit.verifications.get(given)
        session, other = unit.logins.get(verification.login_id), _session(world)
    with world.units.read() as unit:
        another = unit.logins.get(other)

    for login, is_right in ((another, False), (session, True)):
        try:
            with world.units.write() as unit:
                world.verifying.use_in_session(
                    unit, login, given, Task.WITHDRAWAL, AMOUNT, world.now()
                )
        except NotVerified:
            assert not is_right
        else:
            assert is_right


def test_a10_the_code_of_one_verification_is_none_for_another(world):
    session = _session(world)
    one, other = _started(world, session), _started(world, session)
    codes = [_code(world, one), _code(world, other)]

    assert codes[0] != codes[1]
    assert _is_refused(world, one, codes[1])
    assert not _is_refused(world, one, codes[0])


def test_a10_the_response_of_a_login_is_none_for_a_verification(world):
    """A challenge is put to one purpose; what answers another one is wrong."""
    has_devices(world, "bao", IOS)
    session = logs_in_with(world, "bao", IOS)
    waiting = world.logs_in("bao")
    at_login = world.logging_in.choose_factor(waiting, f"factor-bao-{IOS}").challenge
    verification_id = _started(world, session)
    asked = world.verifying.choose_factor(verification_id, f"factor-bao-{IOS}").challenge

    assert asked.question != at_login.question
    assert _is_refused(world, verification_id, shows(IOS, at_login, counter=1))
    assert not _is_refused(world, verification_id, shows(IOS, asked, counter=1))


def test_a11_nothing_is_verified_before_a_factor_is_chosen(world):
    has_devices(world, "bao", IOS, DSC_PLUS)
    verification_id = _started(world, logs_in_with(world, "bao", IOS))

    assert _is_refused(world, verification_id, "00000000")
    with pytest.raises(WrongState):
        world.verifying.request_code(verification_id, Channel.SMS, None)


def test_a12_another_factor_cannot_be_chosen_afterwards(world):
    has_devices(world, "bao", IOS, DSC_PLUS)
    verification_id = _started(world, logs_in_with(world, "bao", IOS))
    world.verifying.choose_factor(verification_id, f"factor-bao-{DSC_PLUS}")

    with pytest.raises(WrongState):
        world.verifying.choose_factor(verification_id, f"factor-bao-{IOS}")


def test_a12_the_factor_that_verified_is_told_to_the_task(world):
    has_devices(world, "bao", IOS, DSC_PLUS)
    verification_id = _started(world, logs_in_with(world, "bao", IOS))
    asked = world.verifying.choose_factor(verification_id, f"factor-bao-{DSC_PLUS}")
    world.verifying.verify(verification_id, shows(DSC_PLUS, asked.challenge))

    with world.units.write() as unit:
        _, factor = world.verifying.use(unit, verification_id, Task.WITHDRAWAL, AMOUNT, world.now())

    assert factor.kind is DSC_PLUS


def test_a_device_that_ended_verifies_nothing_more(world, given):
    with world.units.write() as unit:
        unit.customers.factor_to_change("factor-alice-sms").end(world.now())

    assert not _uses(world, given)


def test_it_is_over_after_ten_minutes_given_or_not(world, given):
    waiting = _started(world, world.verifying.view(given).verification.login_id)
    code = _code(world, waiting)
    world.clock.advance(VERIFICATION_LIFETIME)

    assert not _uses(world, given)
    assert _is_refused(world, waiting, code)
    assert world.verifying.view(given).state is VerificationState.EXPIRED


def test_five_tries_and_no_more(world):
    verification_id = _started(world, _session(world))
    code = _code(world, verification_id)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(MAX_ATTEMPTS):
        assert _is_refused(world, verification_id, wrong)

    assert _is_refused(world, verification_id, code)


def test_a4_guessing_over_many_verifications_slows_the_factor_down(world):
    session, tries = _session(world), 0
    while tries <= FREE_FAILURES:
        verification_id = _started(world, session)
        code = _code(world, verification_id)
        wrong = "000000" if code != "000000" else "000001"
        for _ in range(MAX_ATTEMPTS):
            assert _is_refused(world, verification_id, wrong)
            tries += 1

    fresh = _started(world, session)

    assert _is_refused(world, fresh, _code(world, fresh))
    assert world.verifying.view(fresh).verification.attempts == 0


def test_only_a_session_may_ask_for_one(world):
    for login_id in (world.logs_in(), "nothing"):
        with pytest.raises(NotVerified):
            _started(world, login_id)


def test_a_session_is_as_long_as_the_setting_says(world):
    session = _session(world)
    world.clock.advance(LONGEST_SESSION - TICK)
    assert _started(world, session)
    world.clock.advance(TICK)

    with pytest.raises(NotVerified):
        _started(world, session)


def test_a26_a_login_that_may_only_print_the_card_verifies_nothing(world):
    session = _session(world)
    with world.units.write() as unit:
        unit.logins.get(session).verify(world.now(), Access.CARD_ONLY)

    with pytest.raises(CardOnly):
        _started(world, session)


def test_without_any_device_there_is_nothing_to_verify_with(world):
    session = _session(world)
    with world.units.write() as unit:
        unit.store.factors.clear()

    with pytest.raises(NoDevice):
        _started(world, session)


def test_a_device_of_another_customer_cannot_be_chosen(world):
    has_devices(world, "bao", IOS)
    verification_id = _started(world, _session(world))

    with pytest.raises(WrongState):
        world.verifying.choose_factor(verification_id, f"factor-bao-{IOS}")


def test_a_channel_that_does_not_reach_the_customer_is_refused(world):
    world.has_customer("fang", number="+8613800138000")
    verification_id = _started(world, _session(world, "fang"))

    with pytest.raises(ChannelUnavailable) as refused:
        world.verifying.request_code(verification_id, Channel.VOICE, None)

    assert (refused.value.reason, refused.value.offer) == ("country_not_reached", "sms")


@pytest.mark.parametrize("step", ["choose_factor", "view", "request_code"])
def test_a_verification_that_never_was_is_unknown(world, step):
    arguments = {
        "choose_factor": ("nothing", "factor"),
        "view": ("nothing",),
        "request_code": ("nothing", Channel.SMS, None),
    }[step]

    with pytest.raises(VerificationUnknown):
        getattr(world.verifying, step)(*arguments)


def test_a1_twenty_at_once_use_one_verification_once(sql_units, sql_seed):
    world = World(sql_units, sql_seed)
    world.has_customer("alice")
    verification_id = _started(world, _session(world))
    world.verifying.verify(verification_id, _code(world, verification_id))
    start = threading.Barrier(20)

    def use(_: int) -> bool:
        start.wait()
        return _uses(world, verification_id)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(use, range(20))).count(True) == 1


def test_a2_twenty_wrong_responses_at_once_are_five_tries(sql_units, sql_seed):
    world = World(sql_units, sql_seed)
    world.has_customer("alice")
    verification_id = _started(world, _session(world))
    code = _code(world, verification_id)
    wrong = "000000" if code != "000000" else "000001"

    with ThreadPoolExecutor(20) as pool:
        refused = pool.map(lambda _: _is_refused(world, verification_id, wrong), range(20))

    assert all(refused)
    assert world.verifying.view(verification_id).verification.attempts == MAX_ATTEMPTS
