"""Activating IB Key: what it ends, and that it is bound to one phone (F17, F49, G58, A30)."""

import pytest

from sls.domain.bindings import BindingRules
from sls.domain.errors import (
    NotVerified,
)
from sls.domain.factors import Channel, FactorKind
from tests.fakes.bootstrap import ALICE, HUGO
from tests.sls.services.apps import (
    ANDROID,
    IOS,
    NEW_PHONE,
    OLD_PHONE,
    Apps,
    card_answers,
)

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
