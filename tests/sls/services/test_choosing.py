"""Choosing: how long an option stays on offer."""

import pytest

from sls.domain.errors import OptionUnknown
from sls.services.choosing import OPTIONS_LIVE_FOR_MESSAGES
from tests.sls.services.conversation import Customer


def test_an_option_is_on_offer_among_the_latest_messages_only(world):
    world.interpreter.teach("thanks", "small_talk", "thank")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    for _ in range(OPTIONS_LIVE_FOR_MESSAGES // 2):
        customer.says("thanks")

    with pytest.raises(OptionUnknown):
        customer.clicks("platform:tws")


def test_a_message_without_options_leaves_the_last_ones_on_offer(world):
    world.interpreter.teach("thanks", "small_talk", "thank")
    customer = Customer(world)
    customer.says("thanks")

    assert customer.says("1") == ["code_not_received.intro", "ask.platform"]
