"""Activating IB Key: one code, one user, one phone, once; and who may start (F42, A30)."""

from datetime import timedelta

import pytest

from sls.domain.activations import ACTIVATION_LIFETIME
from sls.domain.audit import AuditKind
from sls.domain.bindings import BindingRules
from sls.domain.codes import CODE_LIFETIME, MAX_ATTEMPTS
from sls.domain.errors import (
    ChannelUnavailable,
    LoginUnknown,
    NotVerified,
    ResendTooSoon,
)
from sls.domain.factors import Channel
from sls.domain.lockouts import FREE_FAILURES
from sls.services.activating import ActivationRequest
from tests.fakes.bootstrap import ALICE, HUGO
from tests.sls.services.apps import (
    IOS,
    NEW_PHONE,
    OLD_PHONE,
    Apps,
)

TICK = timedelta(microseconds=1)
WRONG = "000000"


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
