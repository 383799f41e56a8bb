"""Sending: may this channel be used now?"""

from datetime import timedelta

import pytest

from sls.domain.deliveries import DeliveryState
from sls.domain.errors import ChannelUnavailable, ResendTooSoon, WrongState
from sls.domain.factors import Channel, FactorKind
from sls.domain.platforms import Platform
from tests.fakes.bootstrap import FANG, World

SMS, VOICE = Channel.SMS, Channel.VOICE


def _wait(world: World, login_id: str, channel: Channel) -> timedelta:
    with pytest.raises(ResendTooSoon) as refused:
        world.sends(login_id, channel)
    return refused.value.retry_after


def _unavailable(world: World, login_id: str, channel: Channel) -> tuple[str, str | None]:
    with pytest.raises(ChannelUnavailable) as refused:
        world.sends(login_id, channel)
    return refused.value.reason, refused.value.offer


def test_a_code_is_queued_for_the_number_on_file(world):
    sent = world.sends(world.logs_in())

    assert sent.delivery.state is DeliveryState.QUEUED
    assert sent.delivery.number == "+12025550101"
    assert sent.delivery.expires_at == world.now() + timedelta(minutes=10)
    assert len(sent.code) == 6


def test_the_language_of_a_delivery_is_the_one_asked_for_else_the_logins(world):
    chinese = world.logs_in(language="zh_CN")

    assert world.sends(chinese, SMS).delivery.language == "zh_CN"
    assert world.logging_in.request_code(chinese, VOICE, "en").language == "en"


def test_the_same_channel_is_free_after_thirty_seconds(world):
    login_id = world.logs_in()
    world.sends(login_id, SMS)

    assert _wait(world, login_id, SMS) == timedelta(seconds=30)
    world.clock.advance(seconds=29)
    assert _wait(world, login_id, SMS) == timedelta(seconds=1)
    world.clock.advance(seconds=1)

    assert world.sends(login_id, SMS)


def test_the_other_channel_is_free_at_once(world):
    login_id = world.logs_in()

    world.sends(login_id, SMS)

    assert world.sends(login_id, VOICE)


def test_a_new_login_waits_for_nothing(world):
    world.sends(world.logs_in(), SMS)

    assert world.sends(world.logs_in(), SMS)


def test_a_number_gets_five_codes_in_ten_minutes_over_all_its_logins(world):
    for _ in range(5):
        world.sends(world.logs_in(), SMS)
        world.clock.advance(minutes=1)

    assert _wait(world, world.logs_in(), VOICE) == timedelta(minutes=5)
    world.clock.advance(minutes=5)

    assert world.sends(world.logs_in(), VOICE)


def test_the_limit_holds_for_two_customers_who_share_a_number(world):
    world.has_customer("twin")
    for _ in range(5):
        world.sends(world.logs_in("alice"), SMS)

    assert _wait(world, world.logs_in("twin"), SMS) == timedelta(minutes=10)


def test_another_number_has_its_own_limit(world):
    world.has_customer("bob", number="+12025550102")
    for _ in range(5):
        world.sends(world.logs_in("alice"), SMS)

    assert world.sends(world.logs_in("bob"), SMS)


def test_a_verified_login_gives_its_sends_back(world):
    for _ in range(4):
        world.sends(world.logs_in(), SMS)
    sent = world.sends(world.logs_in(), SMS)
    assert _wait(world, world.logs_in(), SMS)

    world.logging_in.verify(sent.login_id, sent.code)

    assert world.sends(world.logs_in(), SMS)
    assert _wait(world, world.logs_in(), SMS)


def test_a_refused_request_leaves_nothing_behind(world):
    login_id = world.logs_in()
    world.sends(login_id, SMS)

    _wait(world, login_id, SMS)

    assert len(world.logging_in.view(login_id).deliveries) == 1


def test_a_country_that_calls_do_not_reach_is_offered_a_message(world):
    world.has_customer("fang", number=FANG)

    assert _unavailable(world, world.logs_in("fang"), VOICE) == ("country_not_reached", "sms")
    assert world.sends(world.logs_in("fang"), SMS)


def test_a_number_of_no_country_gets_nothing_and_no_offer(world):
    world.has_customer("premium", number="+19005550100")
    login_id = world.logs_in("premium")

    assert _unavailable(world, login_id, VOICE) == ("country_not_reached", None)
    assert _unavailable(world, login_id, SMS) == ("country_not_reached", None)


def test_an_old_tws_has_no_voice_callback(world):
    old = world.logs_in(platform=Platform.TWS, version="978.2c")

    assert _unavailable(world, old, VOICE) == ("tws_version", "sms")
    assert world.sends(old, SMS)


@pytest.mark.parametrize("version", [None, "10.30", "10.31.1a"])
def test_a_new_tws_has_one(world, version):
    assert world.sends(world.logs_in(platform=Platform.TWS, version=version), VOICE)


def test_a_number_changed_lately_gets_nothing_until_it_has_cooled_off(world):
    world.has_customer("kara", number="+12025550110", cooling_off=timedelta(minutes=15))
    login_id = world.logs_in("kara")
    assert _unavailable(world, login_id, SMS) == ("number_changed", None)
    assert _unavailable(world, login_id, VOICE) == ("number_changed", None)

    world.clock.advance(minutes=15)

    assert world.sends(login_id, VOICE)


def test_voice_exists_only_where_sms_is_the_chosen_factor(world):
    world.has_customer("dana", FactorKind.SECURITY_CODE_CARD)

    login_id = world.logs_in("dana")

    assert _unavailable(world, login_id, VOICE) == ("not_an_sms_factor", None)
    assert _unavailable(world, login_id, SMS) == ("not_an_sms_factor", None)


def test_nothing_is_sent_before_a_factor_is_chosen(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)

    with pytest.raises(WrongState):
        world.sends(world.logs_in("bao"), SMS)


def test_nothing_is_sent_for_a_login_that_is_over(world):
    verified = world.sends(world.logs_in())
    world.logging_in.verify(verified.login_id, verified.code)
    expired = world.logs_in()

    world.clock.advance(minutes=20)

    for login_id in (verified.login_id, expired):
        with pytest.raises(WrongState):
            world.sends(login_id, SMS)


def test_a_second_call_waits_until_the_first_one_is_over(world):
    call = world.rings(world.logs_in())
    world.clock.advance(seconds=45)
    again = world.sends(call.login_id, VOICE)
    world.works()
    placed_meanwhile = len(world.telephony.calls)

    world.calling.provider_says(call.delivery.job, call.delivery.provider_sid, "completed", None)
    world.works()

    assert placed_meanwhile == 1
    assert len(world.telephony.calls) == 2
    assert world.delivery(again.delivery.id).provider_sid


def test_a_phone_is_not_rung_by_two_logins_at_once(world):
    world.rings(world.logs_in())
    other = world.sends(world.logs_in(), VOICE)

    world.works()

    assert len(world.telephony.calls) == 1
    assert world.delivery(other.delivery.id).provider_sid is None


def test_a_call_whose_end_was_never_told_keeps_the_phone_busy_for_five_minutes_only(world):
    sent = world.rings(world.logs_in())
    world.clock.advance(minutes=5)

    ended = world.delivering.end_forgotten_calls()
    world.sends(sent.login_id, VOICE)
    world.works()

    assert ended == 1
    assert world.delivery(sent.delivery.id).is_over
    assert len(world.telephony.calls) == 2


def test_the_same_code_is_sent_again_while_at_least_five_minutes_are_left(world):
    first = world.sends(world.logs_in(), SMS)
    world.clock.advance(minutes=5)

    again = world.sends(first.login_id, SMS)

    assert again.code == first.code
    assert again.delivery.expires_at == first.delivery.expires_at


def test_a_late_message_and_a_call_agree_on_the_code(world):
    message = world.sends(world.logs_in(), SMS)

    call = world.sends(message.login_id, VOICE)

    assert call.code == message.code


def test_a_new_code_replaces_one_with_less_than_five_minutes_left(world):
    first = world.sends(world.logs_in(), SMS)
    world.clock.advance(minutes=5, microseconds=1)

    fresh = world.sends(first.login_id, SMS)

    assert fresh.code != first.code
    with world.units.read() as unit:
        old = unit.codes.get(first.delivery.code_id)
    assert (old.voided_at, old.sealed) == (world.now(), None)


def test_the_gate_key_is_drawn_anew_for_every_call(world):
    keys = set()

    for number in range(12):
        username = f"user{number}"
        world.has_customer(username, number=f"+1202555{number:04d}")
        keys.add(world.sends(world.logs_in(username)).delivery.gate_key)

    assert keys <= set("123456789")
    assert len(keys) > 1


@pytest.mark.parametrize(("digits", "key"), [("0000", "1"), ("0008", "9"), ("9999", "1")])
def test_the_gate_key_comes_from_chance_and_is_never_zero(world, digits, key):
    world.randomness.next_digits("402981", digits)

    assert world.sends(world.logs_in()).delivery.gate_key == key


def test_neither_the_job_nor_any_other_name_of_a_delivery_tells_the_code(world):
    sent = world.sends(world.logs_in())

    assert sent.code not in f"{sent.delivery.id} {sent.delivery.job} {sent.delivery.code_id}"
