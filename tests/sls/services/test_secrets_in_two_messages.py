"""A secret that comes in two messages is neither kept nor understood (security A33)."""

import pytest

from sls.domain.redaction.masking import CODE, SECRET
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer


@pytest.mark.parametrize(
    ("language", "first", "second", "kept"),
    [
        ("en", "my password is", "tulipgarden", SECRET),
        ("en", "402", "981", CODE),
        ("zh_CN", "我的密码是", "yuexin", SECRET),
    ],
)
def test_a33_the_second_message_is_hidden_and_warned_of(world, language, first, second, kept):
    customer = Customer(world, language)
    customer.says(first)

    assert customer.says(second)[0] == "redaction.masked"
    assert customer.said()[-1] == kept
    assert second not in [heard.text for heard in world.interpreter.heard]


def test_a33_the_second_message_is_hidden_when_it_is_sent_again(world):
    customer = Customer(world)
    customer.says("my password is")
    customer.says("tulipgarden", client_id="a1")

    customer.says("tulipgarden", client_id="a1")

    assert customer.said().count(SECRET) == 1
    assert "tulipgarden" not in [heard.text for heard in world.interpreter.heard]


def test_a33_a_code_that_is_said_in_two_breaths_is_hidden(world):
    caller = Caller.in_menu(world)
    caller.says("four zero two")

    caller.says("nine eight one")

    assert "nine eight one" not in [heard.text for heard in world.interpreter.heard]


def test_what_another_customer_told_says_nothing_about_this_one(world):
    Customer(world).says("402")

    customer = Customer(world)
    customer.says("981")

    assert customer.said()[-1] == "981"
