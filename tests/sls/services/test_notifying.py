"""Notices: text messages without a secret, sent like codes and in none of their budgets."""

import pytest

from sls.domain.deliveries import DeliveryState
from sls.domain.errors import NotVerified
from sls.domain.factors import Channel
from sls.domain.lockouts import FREE_FAILURES
from sls.domain.messages import Utterance
from sls.services.notifying import NOTICE_LIFETIME
from tests.fakes.bootstrap import ALICE, FANG, World
from tests.sls.services.apps import Apps

NEWS = Utterance("notice.device_activated", {"device": Utterance("factor.dsc_plus")})


@pytest.fixture
def tell(world: World):
    """Give a way to tell a customer something."""

    def tell(username: str = "alice") -> bool:
        with world.units.write() as unit:
            customer = unit.customers.by_username(username)
            return world.notifying.tell(unit, customer, NEWS, world.now())

    return tell


def test_a_notice_goes_to_the_number_on_file_in_the_language_on_file(world, tell):
    world.has_customer("fang", number=FANG, language="zh_CN")

    assert tell("fang")
    world.works()

    (order,) = world.telephony.messages
    assert order.to == FANG
    assert order.body.startswith("zh_CN notice.device_activated device=")
    assert order.lifetime == NOTICE_LIFETIME


def test_a_notice_that_was_delivered_is_over(world, tell):
    tell()
    world.works()
    (job,) = [order.job for order in world.telephony.messages]

    world.calling.provider_says(job, "SM1", "delivered", None)

    with world.units.read() as unit:
        assert unit.deliveries.by_job(job).state is DeliveryState.DELIVERED


def test_a_notice_survives_a_provider_that_is_busy(world, tell):
    tell()
    world.telephony.fails_retryably()
    world.works()
    world.clock.advance(seconds=2)

    assert world.works()
    assert len(world.telephony.book) == 1


def test_a_stale_notice_is_not_sent(world, tell):
    tell()
    world.clock.advance(NOTICE_LIFETIME)

    world.works()

    assert world.telephony.messages == []


def test_notices_take_nothing_from_the_budget_of_codes(world, tell):
    for _ in range(6):
        tell()

    assert world.sends(world.logs_in(), Channel.SMS).delivery.number == ALICE


def test_where_no_message_goes_nobody_is_told(world, tell):
    world.has_customer("greta", number="+999123456789")

    assert not tell("greta")
    assert not world.works()


def test_a6_the_customer_hears_once_that_somebody_guesses_at_a_device(world):
    told = []
    for _ in range(FREE_FAILURES + 5):
        sent = world.sends(world.logs_in(), Channel.SMS)
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, "000000")
        world.clock.advance(hours=1)
        told.append(len(Apps(world).notices()))

    assert told[: FREE_FAILURES + 1] == [0] * (FREE_FAILURES + 1)
    assert told[FREE_FAILURES + 1 :] == [1] * 4
    (notice,) = Apps(world).notices()
    assert notice.notice["id"] == "notice.factor_guessed"


def test_a6_a_right_code_that_was_the_tenth_try_alarms_nobody(world):
    for _ in range(FREE_FAILURES):
        sent = world.sends(world.logs_in(), Channel.SMS)
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, "000000")
        world.clock.advance(minutes=11)
    sent = world.sends(world.logs_in(), Channel.SMS)

    world.logging_in.verify(sent.login_id, sent.code)

    assert Apps(world).notices() == []
