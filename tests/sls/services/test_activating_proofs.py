"""Activating IB Key: PINs, a card in place of the message, and users that are added (F41, G57)."""

import pytest

from sls.domain.activations import PinNeed
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import (
    NotVerified,
    WrongState,
)
from sls.domain.factors import FactorKind
from sls.domain.purposes import Purpose
from sls.domain.security_errors import AppNotActive, PinRefused
from tests.fakes.bootstrap import HUGO
from tests.sls.services.apps import (
    ANDROID,
    IOS,
    NEW_PHONE,
    OLD_PHONE,
    OTHER_PIN,
    PIN,
    App,
    card_answers,
)

WRONG = "000000"


# PINs


def test_g39_a_new_android_phone_gets_a_pin_and_answers_with_it(apps):
    started = apps.starts(kind=ANDROID)
    assert started.pin is PinNeed.NEW

    app = App(apps.types(started, pin=PIN), PIN)

    assert apps.can_log_in("alice", app)


def test_f10_an_iphone_has_no_pin(apps):
    assert apps.starts(kind=IOS).pin is PinNeed.NONE


@pytest.mark.parametrize("pin", [None, "", "abc", "abcdefg", "1234", "1111", "ab c"])
def test_g40_a_pin_that_cannot_be_one_is_refused_and_costs_no_try(apps, pin):
    started = apps.starts(kind=ANDROID)

    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(PinRefused):
            apps.types(started, pin=pin)

    assert not apps.is_refused(started, pin=PIN)


def test_g57_the_same_android_phone_needs_the_pin_it_has(apps):
    apps.activates(kind=ANDROID, install=OLD_PHONE, pin=PIN)
    started = apps.starts(kind=ANDROID, install=OLD_PHONE)
    assert started.pin is PinNeed.EXISTING

    assert apps.is_refused(started, install=OLD_PHONE, pin=OTHER_PIN)
    assert apps.is_refused(started, install=OLD_PHONE, pin=None)
    assert not apps.is_refused(started, install=OLD_PHONE, pin=PIN)


def test_a_wrong_pin_is_a_try(apps):
    apps.activates(kind=ANDROID, install=OLD_PHONE, pin=PIN)
    started = apps.starts(kind=ANDROID, install=OLD_PHONE)
    for _ in range(MAX_ATTEMPTS):
        assert apps.is_refused(started, install=OLD_PHONE, pin=OTHER_PIN)

    assert apps.is_refused(started, install=OLD_PHONE, pin=PIN)


def test_g57_another_android_phone_needs_no_old_pin(apps):
    apps.activates(kind=ANDROID, install=OLD_PHONE, pin=PIN)

    started = apps.starts(kind=ANDROID, install=NEW_PHONE)

    assert started.pin is PinNeed.NEW
    assert not apps.is_refused(started, pin=OTHER_PIN)


# A physical device in place of the text message (G57)


def test_g57_with_a_physical_device_no_message_goes_out(apps, world):
    world.has_customer("bao", FactorKind.DSC_PLUS, FactorKind.SECURITY_CODE_CARD, number=HUGO)
    device = apps.has_device("bao", FactorKind.DSC_PLUS)
    apps.has_device("bao", FactorKind.SECURITY_CODE_CARD)

    started = apps.starts("bao")

    assert started.delivery is None
    assert started.device.id == device.id
    assert apps.messages() == []


def test_g57_the_devices_response_is_the_proof_once(apps, world):
    world.has_customer("bao", FactorKind.DSC_PLUS, number=HUGO)
    apps.has_device("bao", FactorKind.DSC_PLUS)
    started = apps.starts("bao")
    response = card_answers(started.challenge.question)

    assert apps.is_refused(started, code=WRONG)
    assert not apps.is_refused(started, code=response)
    assert apps.is_refused(started, code=response)


def test_a10_a_challenge_of_an_activation_opens_no_login(apps, world):
    world.has_customer("bao", FactorKind.DSC_PLUS, number=HUGO)
    device = apps.has_device("bao", FactorKind.DSC_PLUS)
    started = apps.starts("bao")
    login_id = world.logs_in("bao")
    world.logging_in.choose_factor(login_id, device.id)

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, card_answers(started.challenge.question))


def test_guesses_at_a_devices_response_count_for_that_device(apps, world):
    world.has_customer("bao", FactorKind.DSC_PLUS, number=HUGO)
    device = apps.has_device("bao", FactorKind.DSC_PLUS)
    started = apps.starts("bao")

    apps.is_refused(started, code=WRONG)

    with world.units.read() as unit:
        assert unit.customers.factor(device.id).failures == 1


# Adding a user (F41, F42)


def test_f41_a_user_is_added_to_an_active_ib_key(apps, world):
    world.has_customer("hugo", number=HUGO)
    of_alice = apps.activates("alice", install=OLD_PHONE)

    started = apps.starts("hugo", install=OLD_PHONE, adds_user=True)
    of_hugo = App(apps.types(started, install=OLD_PHONE), None)

    assert started.delivery.number == HUGO
    assert apps.can_log_in("hugo", of_hugo)
    assert apps.can_log_in("alice", of_alice)
    assert of_hugo.activated.key != of_alice.activated.key


def test_f41_no_user_is_added_where_ib_key_is_not_active(apps):
    with pytest.raises(AppNotActive):
        apps.starts("alice", adds_user=True)


def test_f41_ones_own_ib_key_is_not_somebody_elses(apps):
    apps.activates("alice", install=OLD_PHONE)

    with pytest.raises(AppNotActive):
        apps.starts("alice", install=OLD_PHONE, adds_user=True)


def test_g46_a_user_is_added_with_the_pin_of_that_phone(apps, world):
    world.has_customer("hugo", number=HUGO)
    apps.activates("alice", kind=ANDROID, install=OLD_PHONE, pin=PIN)
    started = apps.starts("hugo", kind=ANDROID, install=OLD_PHONE, adds_user=True)
    assert started.pin is PinNeed.EXISTING

    assert apps.is_refused(started, install=OLD_PHONE, pin=OTHER_PIN)
    assert not apps.is_refused(started, install=OLD_PHONE, pin=PIN)


def test_a_user_who_moves_on_leaves_the_others_where_they_are(apps, world):
    world.has_customer("hugo", number=HUGO)
    apps.activates("alice", install=OLD_PHONE)
    of_hugo = apps.activates("hugo", install=OLD_PHONE)

    apps.activates("alice", install=NEW_PHONE)

    assert apps.can_log_in("hugo", of_hugo)


def test_one_installation_is_of_one_kind(apps):
    apps.activates("alice", kind=IOS, install=OLD_PHONE)

    with pytest.raises(WrongState):
        apps.starts("alice", kind=ANDROID, install=OLD_PHONE)


# Asked for in a chat


def test_the_app_claims_what_a_chat_has_asked_for_and_no_second_message_goes_out(apps, world):
    with world.units.write() as unit:
        sent = apps.activating.start_in_chat(unit, "customer-alice", "zh_CN", world.now())

    started = apps.starts(install=NEW_PHONE)

    assert started.delivery.id == sent.id
    assert apps.messages() == [f"zh_CN sms.activation_code code={world.code_of(sent)}"]
    assert not apps.is_refused(started)


def test_a30_claimed_by_one_phone_it_is_no_other_phones(apps, world):
    with world.units.write() as unit:
        apps.activating.start_in_chat(unit, "customer-alice", "en", world.now())
    first = apps.starts(install=OLD_PHONE)
    code = world.code_of(first.delivery)

    assert apps.is_refused(first, install=NEW_PHONE, code=code)


def test_unclaimed_its_code_opens_nothing(apps, world):
    with world.units.write() as unit:
        sent = apps.activating.start_in_chat(unit, "customer-alice", "en", world.now())

    with pytest.raises(NotVerified):
        apps.activating.activate(sent.login_id, NEW_PHONE, world.code_of(sent), None)


def test_no_secret_of_an_activation_is_stored_in_clear(apps, world):
    """The key, the PIN and the code are sealed or digests."""
    started = apps.starts(kind=ANDROID)
    code = world.code_of(started.delivery)
    activated = apps.types(started, pin=PIN)

    with world.units.read() as unit:
        kept = repr(unit.store)
    assert activated.key.hex() not in kept
    assert repr(activated.key) not in kept
    assert code not in kept
    assert f"'{PIN}'" not in kept


def test_a_delivery_of_an_activation_says_so(apps):
    assert apps.starts().delivery.purpose is Purpose.ACTIVATION
