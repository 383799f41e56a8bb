"""Changing PINs: the old one counts until the new one is proved (F6 to F10, X8, X9, A29)."""

from dataclasses import fields
from datetime import timedelta

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import ChannelUnavailable, FactorUnavailable, NotVerified, WrongState
from sls.domain.factors import FactorKind
from sls.domain.lockouts import FREE_FAILURES
from sls.domain.pins import PIN_CHANGE_LIFETIME
from sls.domain.purposes import Purpose
from sls.domain.security_errors import (
    PinChangeUnknown,
    PinMissing,
    PinNotUsed,
    PinRefused,
    PinUnchangeable,
)
from sls.domain.verifications import Task
from sls.services.changing_pins import PinRequest, StartedChange
from tests.fakes.bootstrap import World
from tests.sls.services.devices import PIN, has_devices, logs_in_with, shows

NEW = "7305"
CARD, APP, IOS = FactorKind.DSC_PLUS, FactorKind.IB_KEY_ANDROID, FactorKind.IB_KEY_IOS


def _verified(world: World, login_id: str, kind: FactorKind = CARD, task: Task = Task.CHANGE_PIN):
    verification_id = world.verifying.start(login_id, task, {}).verification.id
    asked = world.verifying.choose_factor(verification_id, f"factor-gita-{kind}")
    world.verifying.verify(verification_id, shows(kind, asked.challenge, counter=1))
    return verification_id


def _starts(world: World, login_id: str, kind: FactorKind = CARD, **other: str) -> StartedChange:
    asked = {
        "login_id": login_id,
        "factor_id": f"factor-gita-{kind}",
        "pin": NEW,
        "again": NEW,
        **other,
    }
    return world.changing_pins.start(PinRequest(**asked))


def _starts_another(world: World, login_id: str) -> StartedChange:
    verification_id = _verified(world, login_id)
    return _starts(world, login_id, verification_id=verification_id, pin="9042", again="9042")


def _is_refused(world: World, change_id: str, response: str) -> bool:
    try:
        world.changing_pins.confirm(change_id, response)
    except NotVerified:
        return True
    return False


@pytest.fixture
def session(world) -> str:
    """Give a login of Gita's, made with her DSC+."""
    has_devices(world, "gita", CARD)
    return logs_in_with(world, "gita", CARD)


@pytest.fixture
def started(world, session) -> StartedChange:
    """Give a change of her card's PIN that waits for its proof."""
    return _starts(world, session, verification_id=_verified(world, session))


@pytest.fixture
def app_change(world) -> StartedChange:
    """Give a change of Gita's app's PIN that waits for its code."""
    has_devices(world, "gita", APP)
    return _starts(world, world.logs_in("gita"), APP, current_pin=PIN)


# The card (F8, X9)


def test_f8_a_response_with_the_new_pin_makes_it_count(world, started):
    world.changing_pins.confirm(started.change.id, shows(CARD, started.challenge, NEW))

    assert logs_in_with(world, "gita", CARD, NEW)
    assert not logs_in_with(world, "gita", CARD, PIN)


def test_a29_the_old_pin_counts_until_the_new_one_is_proved(world, started):
    assert logs_in_with(world, "gita", CARD, PIN)
    assert not logs_in_with(world, "gita", CARD, NEW)


def test_a29_a_wrong_response_keeps_the_old_pin(world, started):
    assert _is_refused(world, started.change.id, shows(CARD, started.challenge, PIN))

    assert logs_in_with(world, "gita", CARD, PIN)


def test_x9_without_a_verification_by_this_card_nothing_begins(world, session):
    for verification_id in ("", "nothing", _verified(world, session, task=Task.SHARE_DEVICE)):
        with pytest.raises(NotVerified):
            _starts(world, session, verification_id=verification_id)


def test_x9_another_device_does_not_prove_the_old_pin_of_the_card(world):
    has_devices(world, "gita", CARD, IOS)
    session = logs_in_with(world, "gita", IOS)

    with pytest.raises(NotVerified):
        _starts(world, session, verification_id=_verified(world, session, IOS))


def test_a_verification_begins_one_change(world, session):
    verification_id = _verified(world, session)
    _starts(world, session, verification_id=verification_id)

    with pytest.raises(NotVerified):
        _starts(world, session, verification_id=verification_id)


def test_a_refused_pin_does_not_use_the_verification_up(world, session):
    verification_id = _verified(world, session)
    for pin in ("1234", PIN):
        with pytest.raises(PinRefused):
            _starts(world, session, verification_id=verification_id, pin=pin, again=pin)

    assert _starts(world, session, verification_id=verification_id).challenge


def test_the_present_pin_is_no_new_one(world, session):
    with pytest.raises(PinRefused) as refused:
        _starts(world, session, verification_id=_verified(world, session), pin=PIN, again=PIN)

    assert refused.value.reason == "unchanged"


def test_a10_a_response_to_the_change_opens_no_login(world, started):
    login_id = world.logs_in("gita")
    world.logging_in.choose_factor(login_id, f"factor-gita-{CARD}")

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, shows(CARD, started.challenge, PIN))


def test_a3_a_proof_is_taken_once(world, started):
    response = shows(CARD, started.challenge, NEW)
    world.changing_pins.confirm(started.change.id, response)

    assert _is_refused(world, started.change.id, response)


def test_five_wrong_proofs_end_the_change(world, started):
    for _ in range(MAX_ATTEMPTS):
        assert _is_refused(world, started.change.id, "00000000")

    assert _is_refused(world, started.change.id, shows(CARD, started.challenge, NEW))


def test_after_ten_minutes_the_change_is_over(world, started):
    world.clock.advance(PIN_CHANGE_LIFETIME)

    assert _is_refused(world, started.change.id, shows(CARD, started.challenge, NEW))
    assert logs_in_with(world, "gita", CARD, PIN)


def test_a_newer_change_ends_the_one_before(world, session, started):
    newer = _starts_another(world, session)

    assert _is_refused(world, started.change.id, shows(CARD, started.challenge, NEW))
    world.changing_pins.confirm(newer.change.id, shows(CARD, newer.challenge, "9042"))
    assert logs_in_with(world, "gita", CARD, "9042")


def test_the_new_pin_is_sealed_and_forgotten_afterwards(world, started):
    with world.units.read() as unit:
        waiting = unit.pins.get(started.change.id).sealed_pin
    world.changing_pins.confirm(started.change.id, shows(CARD, started.challenge, NEW))

    assert NEW.encode() not in waiting
    with world.units.read() as unit:
        assert unit.pins.get(started.change.id).sealed_pin is None


def test_a36_the_seal_of_one_change_is_none_for_another(world, session, started):
    with world.units.write() as unit:
        stolen = unit.pins.get(started.change.id).sealed_pin
    newer = _starts_another(world, session)
    with world.units.write() as unit:
        unit.pins.get(newer.change.id).sealed_pin = stolen

    with pytest.raises(ValueError, match="place"):
        world.changing_pins.confirm(newer.change.id, shows(CARD, newer.challenge, NEW))


# The app (F9, X8)


def test_f9_the_code_to_the_number_on_file_makes_the_new_pin_count(world, app_change):
    code = world.code_of(app_change.delivery)

    world.changing_pins.confirm(app_change.change.id, code)

    assert app_change.challenge is None
    assert logs_in_with(world, "gita", APP, NEW)


def test_x8_without_the_code_the_old_pin_stays(world, app_change):
    assert _is_refused(world, app_change.change.id, "000000")

    assert logs_in_with(world, "gita", APP, PIN)


@pytest.mark.parametrize("current", [None, "4827", ""])
def test_f9_the_wrong_current_pin_begins_nothing(world, current):
    has_devices(world, "gita", APP)

    with pytest.raises(NotVerified):
        _starts(world, world.logs_in("gita"), APP, current_pin=current)


def test_guessing_the_current_pin_slows_the_factor_down(world):
    has_devices(world, "gita", APP)
    login_id = world.logs_in("gita")
    for _ in range(FREE_FAILURES + 1):
        with pytest.raises(NotVerified):
            _starts(world, login_id, APP, current_pin="9999")

    with pytest.raises(NotVerified):
        _starts(world, login_id, APP, current_pin=PIN)


def test_f9_the_code_is_for_this_change_only(world, app_change):
    login_id = world.logs_in("gita")
    other = _starts(world, login_id, APP, current_pin=PIN, pin="k9!z", again="k9!z")

    assert _is_refused(world, other.change.id, world.code_of(app_change.delivery))


def test_the_code_can_be_sent_again(world, app_change):
    world.clock.advance(seconds=30)

    again = world.changing_pins.request_code(app_change.change.id)

    assert world.code_of(again) == world.code_of(app_change.delivery)


def test_the_worker_sends_the_code_while_the_change_waits(world, app_change):
    assert world.works()

    assert world.delivery(app_change.delivery.id).provider_sid is not None


def test_no_code_is_sent_for_a_card(world, started):
    with pytest.raises(WrongState):
        world.changing_pins.request_code(started.change.id)
    with pytest.raises(PinChangeUnknown):
        world.changing_pins.request_code("nothing")


def test_a19_no_code_goes_to_a_number_that_was_changed_lately(world):
    has_devices(world, "gita", APP, FactorKind.SMS)
    with world.units.write() as unit:
        number = unit.customers.factor_to_change("factor-gita-sms")
        number.active_from = world.now() + timedelta(days=3)

    with pytest.raises(ChannelUnavailable) as refused:
        _starts(world, world.logs_in("gita"), APP, current_pin=PIN)

    assert refused.value.reason == "number_changed"


# Telling the customer (ASVS 6.3.7)


def _notices(world: World) -> list[str]:
    with world.units.read() as unit:
        every = unit.store.deliveries.values()
        return [each.notice["id"] for each in every if each.purpose is Purpose.NOTICE]


def test_the_customer_is_told_of_a_new_pin_and_only_then(world, started):
    assert _notices(world) == []

    world.changing_pins.confirm(started.change.id, shows(CARD, started.challenge, NEW))

    assert _notices(world) == ["notice.pin_changed"]


def test_the_customer_is_told_of_a_reset(world, session):
    world.resetting_pins.force_reset("gita", f"factor-gita-{CARD}", "agent.en")

    assert _notices(world) == ["notice.pin_reset"]


# Who, and with what


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        (IOS, PinNotUsed),
        (FactorKind.SMS, PinNotUsed),
        (FactorKind.SECURITY_CODE_CARD, PinNotUsed),
        (FactorKind.DSC, PinUnchangeable),
        (FactorKind.GOLD, PinUnchangeable),
    ],
)
def test_f10_some_devices_have_no_pin_to_change(world, kind, refusal):
    has_devices(world, "gita", kind)

    with pytest.raises(refusal):
        _starts(world, world.logs_in("gita"), kind)


def test_a_device_of_another_customer_is_not_changed(world, session):
    has_devices(world, "hugo", CARD)

    with pytest.raises(NotVerified):
        _starts(world, session, factor_id=f"factor-hugo-{CARD}")


def test_a_login_that_is_over_changes_nothing(world):
    has_devices(world, "gita", APP)
    login_id = world.logs_in("gita")
    world.clock.advance(minutes=20)

    with pytest.raises(NotVerified):
        _starts(world, login_id, APP, current_pin=PIN)


def test_a_device_that_was_never_set_up_has_no_pin(world):
    world.has_customer("gita", CARD)

    with pytest.raises(FactorUnavailable):
        _starts(world, world.logs_in("gita"))


# An agent's reset (F7, ASVS 6.4.6)


def test_f7_after_a_reset_the_old_pin_is_void(world, session):
    world.resetting_pins.force_reset("gita", f"factor-gita-{CARD}", "agent.en")

    with pytest.raises(PinMissing):
        logs_in_with(world, "gita", CARD)


def test_f7_after_a_reset_the_customer_sets_a_new_pin_with_the_device(world, session):
    world.resetting_pins.force_reset("gita", f"factor-gita-{CARD}", "agent.en")

    change = _starts(world, world.logs_in("gita"))
    assert _is_refused(world, change.change.id, shows(CARD, change.challenge, PIN))
    world.changing_pins.confirm(change.change.id, shows(CARD, change.challenge, NEW))

    assert logs_in_with(world, "gita", CARD, NEW)


def test_f7_after_a_reset_the_app_takes_a_new_pin_with_its_code(world):
    has_devices(world, "gita", APP)
    world.resetting_pins.force_reset("gita", f"factor-gita-{APP}", "agent.zh")

    change = _starts(world, world.logs_in("gita"), APP)
    world.changing_pins.confirm(change.change.id, world.code_of(change.delivery))

    assert logs_in_with(world, "gita", APP, NEW)


def test_a_response_that_was_asked_for_before_the_reset_is_wrong_after_it(world, session):
    login_id = world.logs_in("gita")
    asked = world.logging_in.choose_factor(login_id, f"factor-gita-{CARD}").challenge
    world.resetting_pins.force_reset("gita", f"factor-gita-{CARD}", "agent.en")

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, shows(CARD, asked))


def test_a_reset_is_on_record_with_the_agents_name_and_no_pin(world, session):
    reset = world.resetting_pins.force_reset("gita", f"factor-gita-{CARD}", "agent.en")

    kept = {each.name: getattr(reset, each.name) for each in fields(reset)}
    assert kept == {
        "id": reset.id,
        "factor_id": f"factor-gita-{CARD}",
        "agent": "agent.en",
        "reset_at": world.now(),
    }


def test_a_reset_ends_a_change_under_way_and_frees_the_factor(world, started):
    with world.units.write() as unit:
        unit.customers.factor_to_change(f"factor-gita-{CARD}").failures = 50

    world.resetting_pins.force_reset("gita", f"factor-gita-{CARD}", "agent.en")

    assert _is_refused(world, started.change.id, shows(CARD, started.challenge, NEW))
    with world.units.read() as unit:
        assert unit.customers.factor(f"factor-gita-{CARD}").failures == 0


def test_only_a_pin_of_this_customer_can_be_reset(world, session):
    has_devices(world, "bao", IOS)
    for username, factor_id in (("bao", f"factor-gita-{CARD}"), ("nobody", "nothing")):
        with pytest.raises(FactorUnavailable):
            world.resetting_pins.force_reset(username, factor_id, "agent.en")

    with pytest.raises(PinNotUsed):
        world.resetting_pins.force_reset("bao", f"factor-bao-{IOS}", "agent.en")
