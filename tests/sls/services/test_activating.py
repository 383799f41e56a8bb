"""Activating IB Key: one code, one user, one phone, once (F41, F42, F49, G57, G58, A30)."""

from datetime import timedelta

import pytest

from sls.domain.activations import ACTIVATION_LIFETIME, PinNeed
from sls.domain.audit import AuditKind
from sls.domain.bindings import BindingRules
from sls.domain.codes import CODE_LIFETIME, MAX_ATTEMPTS
from sls.domain.errors import (
    ChannelUnavailable,
    LoginUnknown,
    NotVerified,
    ResendTooSoon,
    WrongState,
)
from sls.domain.factors import Channel, FactorKind
from sls.domain.lockouts import FREE_FAILURES
from sls.domain.purposes import Purpose
from sls.domain.security_errors import AppNotActive, PinRefused
from sls.services.activating import ActivationRequest
from tests.fakes.bootstrap import ALICE, HUGO, World
from tests.sls.services.apps import (
    ANDROID,
    IOS,
    NEW_PHONE,
    OLD_PHONE,
    OTHER_PIN,
    PIN,
    App,
    Apps,
    card_answers,
)

TICK = timedelta(microseconds=1)
WRONG = "000000"


@pytest.fixture
def apps(world: World) -> Apps:
    """Give people with phones; Alice gets her codes by SMS."""
    return Apps(world)


# The code


def test_the_code_goes_by_text_message_to_the_number_on_file_f42(apps, world):
    started = apps.starts()

    assert started.delivery.number == ALICE
    assert started.delivery.channel is Channel.SMS
    assert apps.messages() == [f"en sms.activation_code code={world.code_of(started.delivery)}"]


def test_the_code_makes_the_app_a_factor_that_logs_in(apps):
    app = apps.activates()

    assert IOS in apps.kinds("alice")
    assert apps.can_log_in("alice", app)


@pytest.mark.parametrize("length", [6, 8])
def test_the_length_of_the_code_is_a_setting(world, length):
    apps = Apps(world, BindingRules(code_length=length))

    started = apps.starts()

    assert len(world.code_of(started.delivery)) == length
    assert apps.types(started).key


def test_a30_a_code_works_once(apps):
    started = apps.starts()
    code = apps.world.code_of(started.delivery)
    apps.types(started)

    assert apps.is_refused(started, code=code)


def test_a30_a_code_does_not_work_on_another_phone(apps, world):
    started = apps.starts(install=NEW_PHONE)
    code = world.code_of(started.delivery)

    assert apps.is_refused(started, install=OLD_PHONE, code=code)
    assert IOS not in apps.kinds("alice")


def test_a30_a_code_does_not_work_for_another_user(apps, world):
    world.has_customer("hugo", number=HUGO)
    of_alice = apps.starts("alice")
    of_hugo = apps.starts("hugo", install="install-hugo")

    code = world.code_of(of_alice.delivery)
    assert apps.is_refused(of_hugo, install="install-hugo", code=code)


def test_a10_the_code_of_a_login_activates_nothing(apps, world):
    sent = world.sends(world.logs_in(), Channel.SMS)
    started = apps.starts()

    assert sent.code != world.code_of(started.delivery)
    assert apps.is_refused(started, code=sent.code)


def test_a10_an_activation_code_opens_no_login(apps, world):
    started = apps.starts()
    login_id = world.logs_in()
    world.sends(login_id, Channel.SMS)

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, world.code_of(started.delivery))


@pytest.mark.parametrize(("late", "is_late"), [(-TICK, False), (timedelta(0), True)])
def test_a30_a_code_lives_ten_minutes(apps, world, late, is_late):
    started = apps.starts()
    code = world.code_of(started.delivery)

    world.clock.advance(CODE_LIFETIME + late)

    assert apps.is_refused(started, code=code) is is_late


def test_an_activation_has_five_tries_and_the_right_code_after_them_is_refused(apps, world):
    started = apps.starts()
    code = world.code_of(started.delivery)
    for _ in range(MAX_ATTEMPTS):
        assert apps.is_refused(started, code=WRONG)

    assert apps.is_refused(started, code=code)


def test_asking_again_gives_no_tries_back(apps, world):
    started = apps.starts()
    for _ in range(MAX_ATTEMPTS - 1):
        assert apps.is_refused(started, code=WRONG)
    world.clock.advance(seconds=30)

    again = apps.starts()

    assert again.activation.id == started.activation.id
    assert apps.is_refused(again, code=WRONG)
    assert apps.is_refused(again)


def test_a3_a_wrong_code_is_on_record_as_tried(apps, world):
    started = apps.starts()

    assert apps.is_refused(started, code=WRONG)

    with world.units.read() as unit:
        assert unit.audit.entries(0, 100)[-1].kind == AuditKind.RESPONSE_TRIED


def test_a6_guesses_at_an_activation_that_is_over_do_not_lock_the_next_one(apps, world):
    over = apps.starts(install="install-other")
    world.clock.advance(seconds=30)
    started = apps.starts()
    for _ in range(FREE_FAILURES + 1):
        assert apps.is_refused(over, install="install-other", code=WRONG)

    assert not apps.is_refused(started)


def test_a4_new_activations_give_no_endless_tries(apps, world):
    """The customer's own count slows guessing down, whichever phone asks."""
    tries = 0
    for number in range(3):
        started = apps.starts(install=f"install-{number}")
        for _ in range(MAX_ATTEMPTS):
            tries += apps.is_refused(started, install=f"install-{number}", code=WRONG)
        world.clock.advance(minutes=1)
    assert tries > FREE_FAILURES
    started = apps.starts(install="install-last")
    apps.is_refused(started, install="install-last", code=WRONG)

    assert apps.is_refused(started, install="install-last")
    world.clock.advance(minutes=9)
    assert not apps.is_refused(started, install="install-last")


def test_a39_a_phone_is_not_flooded_with_codes(apps, world):
    apps.starts()

    with pytest.raises(ResendTooSoon) as refusal:
        apps.starts()

    assert refusal.value.retry_after == timedelta(seconds=30)
    for number in range(4):
        apps.starts(install=f"install-{number}")
    with pytest.raises(ResendTooSoon):
        apps.starts(install="install-one-more")


def test_activation_codes_and_login_codes_share_one_budget_per_number(apps, world):
    for number in range(4):
        apps.starts(install=f"install-{number}")
    world.sends(world.logs_in(), Channel.SMS)

    with pytest.raises(ResendTooSoon):
        world.sends(world.logs_in(), Channel.SMS)


def test_a_phone_that_asks_later_takes_the_activation_over(apps, world):
    first = apps.starts(install=OLD_PHONE)
    code = world.code_of(first.delivery)

    second = apps.starts(install=NEW_PHONE)

    assert apps.is_refused(first, install=OLD_PHONE, code=code)
    assert not apps.is_refused(second)


def test_a_code_of_an_activation_that_is_over_is_not_sent_any_more(apps):
    apps.starts(install=OLD_PHONE)
    apps.starts(install=NEW_PHONE)

    assert len(apps.messages()) == 1


def test_an_activation_runs_out_in_the_end(apps, world):
    started = apps.starts()
    world.clock.advance(ACTIVATION_LIFETIME - timedelta(minutes=1))
    again = apps.starts()
    code = world.code_of(again.delivery)
    assert again.activation.id == started.activation.id

    world.clock.advance(minutes=1)

    assert apps.is_refused(again, code=code)


# Who may start one


def test_a_login_whose_password_was_right_may_start_one(apps, world):
    login_id = world.logs_in()

    assert apps.activating.start(ActivationRequest(login_id, IOS, NEW_PHONE, False)).delivery


def test_a_verified_login_may_start_one(apps):
    login_id = apps.has_verified_login()

    assert apps.activating.start(ActivationRequest(login_id, IOS, NEW_PHONE, False)).delivery


def test_an_unknown_login_may_not(apps):
    with pytest.raises(LoginUnknown):
        apps.activating.start(ActivationRequest("no-such-login", IOS, NEW_PHONE, False))


def test_a_login_that_is_over_may_not(apps, world):
    login_id = world.logs_in()
    world.clock.advance(minutes=20)

    with pytest.raises(NotVerified):
        apps.activating.start(ActivationRequest(login_id, IOS, NEW_PHONE, False))


def test_a_session_that_is_too_old_may_not(apps, world):
    login_id = apps.has_verified_login()
    world.clock.advance(hours=24)

    with pytest.raises(NotVerified):
        apps.activating.start(ActivationRequest(login_id, IOS, NEW_PHONE, False))


def test_a19_no_code_goes_to_a_number_that_was_changed_lately(apps, world):
    world.has_customer("kara", cooling_off=timedelta(days=3))

    with pytest.raises(ChannelUnavailable) as refusal:
        apps.starts("kara")

    assert refusal.value.reason == "number_changed"
    world.clock.advance(days=3)
    assert apps.starts("kara").delivery


def test_no_code_goes_to_a_country_that_messages_do_not_reach(apps, world):
    world.has_customer("greta", number="+999123456789")

    with pytest.raises(ChannelUnavailable) as refusal:
        apps.starts("greta")

    assert refusal.value.reason == "country_not_reached"


# What follows


def test_c5_sms_is_no_way_to_log_in_any_more_and_voice_ends_with_it(apps):
    apps.activates()

    assert apps.kinds("alice") == [IOS]


def test_c5_the_number_still_gets_activation_codes(apps):
    apps.activates(install=OLD_PHONE)

    started = apps.starts(install=NEW_PHONE)

    assert started.delivery.number == ALICE
    assert not apps.is_refused(started)


def test_c5_is_a_setting(world):
    apps = Apps(world, BindingRules(sms_ends=False))

    apps.activates()

    assert apps.kinds("alice") == [IOS, FactorKind.SMS]


def test_a_login_that_waits_for_a_text_message_ends_with_sms(apps, world):
    sent = world.sends(world.logs_in(), Channel.SMS)

    apps.activates()

    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, sent.code)


def test_a6_the_number_on_file_is_told(apps):
    apps.activates()

    (notice,) = apps.notices()
    assert (notice.number, notice.code_id) == (ALICE, None)
    assert notice.notice["id"] == "notice.app_activated"


def test_f17_temporary_access_ends(apps, world):
    world.issuing_passcodes.issue("alice", "agent.en")
    assert FactorKind.TEMPORARY_PASSCODE in apps.kinds("alice")

    apps.activates()

    assert apps.kinds("alice") == [IOS]


def test_f18_a_physical_device_stays_active_beside_the_app(apps, world):
    world.has_customer("bao", FactorKind.DSC_PLUS, number=HUGO)
    apps.has_device("bao", FactorKind.DSC_PLUS)
    started = apps.starts("bao")

    apps.types(started, code=card_answers(started.challenge.question))

    assert apps.kinds("bao") == [FactorKind.DSC_PLUS, IOS]


# One phone at a time


def test_g58_ib_key_moves_to_the_new_phone_and_a30_the_old_one_is_dead(apps):
    old = apps.activates(install=OLD_PHONE)

    new = apps.activates(install=NEW_PHONE)

    assert apps.kinds("alice") == [IOS]
    assert not apps.can_log_in("alice", old)
    assert apps.can_log_in("alice", new)


def test_a30_a_login_that_waits_for_the_old_phone_is_dead_too(apps, world):
    old = apps.activates(install=OLD_PHONE)
    login_id = world.logs_in()
    chosen = world.logging_in.choose_factor(login_id, old.activated.factor.id)

    apps.activates(install=NEW_PHONE)

    with pytest.raises(NotVerified):
        world.logging_in.verify(login_id, old.answers(chosen.challenge.question))


def test_f50_from_one_kind_of_phone_to_the_other(apps):
    apps.activates(kind=ANDROID, install=OLD_PHONE)

    app = apps.activates(kind=IOS, install=NEW_PHONE)

    assert apps.kinds("alice") == [IOS]
    assert apps.can_log_in("alice", app)


def test_f49_reactivated_on_the_same_phone_it_has_a_new_key(apps):
    old = apps.activates(install=OLD_PHONE)

    new = apps.activates(install=OLD_PHONE)

    assert new.activated.key != old.activated.key
    assert not apps.can_log_in("alice", old)
    assert apps.can_log_in("alice", new)


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
