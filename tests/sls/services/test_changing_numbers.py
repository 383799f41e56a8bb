"""Changing the number on file: a new binding that rests first (A19, G60, NIST 3.1.3.3)."""

from datetime import timedelta

import pytest

from sls.domain.bindings import BindingRules
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import ChannelUnavailable, NotVerified, ResendTooSoon
from sls.domain.factors import Channel, FactorKind
from sls.domain.numbers import CONFIRMATION_GAP, CONFIRMATIONS_PER_NUMBER, MAX_CHANGES
from sls.domain.security_errors import NumberChangeUnknown, NumberRefused
from sls.domain.verifications import Task
from sls.services.changing_numbers import ChangingNumbers, StartedChange, Steps
from tests.fakes.bootstrap import ALICE, World
from tests.sls.services.apps import IOS, Apps, card_answers

NEW, NEWER = "+12025550177", "+12025550178"
COOL_OFF = BindingRules().number_cool_off
TICK = timedelta(microseconds=1)
WRONG = "000000"


class Change:
    """Somebody who changes their number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.apps = Apps(world)
        self.changing = ChangingNumbers(
            world.units,
            world.clock,
            world.randomness,
            world.plan,
            Steps(world.verifying, world.sending, world.judging, world.notifying),
            BindingRules(),
        )

    def verifies(self, number: str = NEW, task: Task = Task.CHANGE_NUMBER) -> str:
        """Prove who one is for this very number, with a code to the old one."""
        login_id = self.apps.has_verified_login()
        view = self.world.verifying.start(login_id, task, {"number": number})
        delivery = self.world.verifying.request_code(view.verification.id, Channel.SMS, None)
        self.world.verifying.verify(view.verification.id, self.world.code_of(delivery))
        return view.verification.id

    def starts(self, number: str = NEW) -> StartedChange:
        """Verify and name the new number."""
        return self.changing.start(self.verifies(number), number)

    def confirms(self, started: StartedChange, code: str | None = None) -> bool:
        """Type the code that reached the new number; say whether it was right."""
        right = self.world.code_of(started.delivery) if code is None else code
        try:
            self.changing.confirm(started.change.id, right)
        except NotVerified:
            return False
        return True

    def number_on_file(self) -> str:
        """Return Alice's number."""
        with self.world.units.read() as unit:
            return unit.customers.by_username("alice").number


@pytest.fixture
def change(world: World) -> Change:
    """Give Alice, who wants another number."""
    return Change(world)


def test_g60_the_code_goes_to_the_new_number_and_puts_it_on_file(change):
    started = change.starts()
    assert started.delivery.number == NEW
    assert change.number_on_file() == ALICE

    assert change.confirms(started)

    assert change.number_on_file() == NEW


def test_a19_the_old_number_is_told_at_once_in_the_language_on_file(change):
    change.confirms(change.starts())

    (notice,) = change.apps.notices()
    assert (notice.number, notice.language) == (ALICE, "en")
    assert notice.notice["id"] == "notice.number_changed"
    change.apps.messages()
    assert change.world.telephony.messages[-1].to == ALICE
    assert change.world.telephony.messages[-1].body == "en notice.number_changed"


def test_a19_no_login_code_goes_to_the_new_number_before_its_cool_off_is_over(change, world):
    change.confirms(change.starts())
    world.clock.advance(COOL_OFF - TICK)

    with pytest.raises(ChannelUnavailable) as refusal:
        world.sends(world.logs_in(), Channel.SMS)

    assert refusal.value.reason == "number_changed"
    world.clock.advance(TICK)
    assert world.sends(world.logs_in(), Channel.SMS).delivery.number == NEW


def test_a19_no_activation_code_goes_there_either_also_when_sms_ended_long_ago(change, world):
    started = change.starts()
    change.apps.activates()
    assert change.apps.kinds("alice") == [IOS]
    world.clock.advance(minutes=1)
    code = world.code_of(started.delivery)
    change.changing.confirm(started.change.id, code)

    with pytest.raises(ChannelUnavailable) as refusal:
        change.apps.starts(install="install-other")

    assert refusal.value.reason == "number_changed"
    assert change.apps.kinds("alice") == [IOS]
    world.clock.advance(COOL_OFF)
    assert change.apps.starts(install="install-other").delivery.number == NEW


def test_a19_the_old_number_is_good_for_nothing_any_more(change, world):
    waiting = world.sends(world.logs_in(), Channel.SMS)
    activation = change.apps.starts()
    code = world.code_of(activation.delivery)

    change.confirms(change.starts())

    with pytest.raises(NotVerified):
        world.logging_in.verify(waiting.login_id, waiting.code)
    assert change.apps.is_refused(activation, code=code)


def test_sms_is_bound_anew_and_the_old_binding_stays_on_record(change, world):
    (before,) = change.apps.factors("alice")

    change.confirms(change.starts())

    (after,) = change.apps.factors("alice")
    assert (after.kind, after.number) == (FactorKind.SMS, NEW)
    assert after.id != before.id
    with world.units.read() as unit:
        assert unit.customers.factor(before.id).ended_at == world.now()


def test_f43_without_a_verification_nothing_is_sent(change):
    with pytest.raises(NotVerified):
        change.changing.start("no-such-verification", NEW)


def test_a10_a_verification_is_for_one_number_and_for_this_task(change):
    for_another_number = change.verifies(NEWER)
    for_another_task = change.verifies(NEW, Task.OPT_BACK_IN)

    for verification_id in (for_another_number, for_another_task):
        with pytest.raises(NotVerified):
            change.changing.start(verification_id, NEW)


def test_a_verification_is_used_up(change):
    verification_id = change.verifies()
    change.changing.start(verification_id, NEW)

    with pytest.raises(NotVerified):
        change.changing.start(verification_id, NEW)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+19005550100", "premium_rate"),
        ("+18005550100", "toll_free"),
        ("+12025550177,,1", "extension"),
        ("0800", "not_a_number"),
        ("", "not_a_number"),
    ],
)
def test_a16_numbers_of_other_kinds_are_refused_by_name(change, number, reason):
    with pytest.raises(NumberRefused) as refusal:
        change.changing.start("any", number)

    assert refusal.value.reason == reason


def test_the_number_on_file_is_no_new_number(change):
    with pytest.raises(NumberRefused) as refusal:
        change.changing.start(change.verifies(ALICE), ALICE)

    assert refusal.value.reason == "unchanged"


def test_a_change_has_five_tries(change, world):
    started = change.starts()
    code = world.code_of(started.delivery)
    for _ in range(MAX_ATTEMPTS):
        assert not change.confirms(started, WRONG)

    assert not change.confirms(started, code)
    assert change.number_on_file() == ALICE


def test_a3_a_code_confirms_once(change, world):
    started = change.starts()
    code = world.code_of(started.delivery)
    assert change.confirms(started, code)

    assert not change.confirms(started, code)


def test_a_code_is_void_when_another_number_is_named(change, world):
    first = change.starts(NEW)
    code = world.code_of(first.delivery)
    world.clock.advance(seconds=30)
    change.starts(NEWER)

    assert not change.confirms(first, code)


def test_g60_another_message_only_after_two_minutes(change, world):
    started = change.starts()
    world.clock.advance(CONFIRMATION_GAP - TICK)

    with pytest.raises(ResendTooSoon):
        change.changing.send_again(started.change.id)

    world.clock.advance(TICK)
    again = change.changing.send_again(started.change.id)
    assert world.code_of(again.delivery) == world.code_of(started.delivery)


def test_a6_codes_to_a_number_of_ones_choice_leave_its_holder_their_own(change, world):
    world.has_customer("bao", FactorKind.SMS, number=NEW)
    started = change.starts()
    for _ in range(CONFIRMATIONS_PER_NUMBER - 1):
        world.clock.advance(CONFIRMATION_GAP)
        change.changing.send_again(started.change.id)
    world.clock.advance(CONFIRMATION_GAP)

    with pytest.raises(ResendTooSoon):
        change.changing.send_again(started.change.id)

    assert world.sends(world.logs_in("bao"), Channel.SMS).code


def test_a_change_that_nobody_began_sends_nothing(change):
    with pytest.raises(NumberChangeUnknown):
        change.changing.send_again("no-such-change")


def test_a15_messages_to_numbers_of_ones_choice_are_few_a_day(change, world):
    for number in range(MAX_CHANGES):
        change.starts(f"+1202555013{number}")
        world.clock.advance(minutes=10)
    verification_id = change.verifies("+12025550139")

    with pytest.raises(ResendTooSoon):
        change.changing.start(verification_id, "+12025550139")

    world.clock.advance(days=1)
    assert change.starts("+12025550139")


def test_a_customer_with_a_device_changes_it_with_the_device(change, world):
    world.has_customer("bao", FactorKind.DSC_PLUS, number="+85251230102")
    device = change.apps.has_device("bao", FactorKind.DSC_PLUS)
    login_id = world.logs_in("bao")
    challenge = world.logging_in.choose_factor(login_id, device.id).challenge
    world.logging_in.verify(login_id, card_answers(challenge.question))
    view = world.verifying.start(login_id, Task.CHANGE_NUMBER, {"number": NEW})
    asked = world.verifying.choose_factor(view.verification.id, device.id)
    world.verifying.verify(view.verification.id, card_answers(asked.challenge.question))

    started = change.changing.start(view.verification.id, NEW)
    change.changing.confirm(started.change.id, world.code_of(started.delivery))

    assert change.apps.kinds("bao") == [FactorKind.DSC_PLUS]
