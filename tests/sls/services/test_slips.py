"""Slips: a secret that is told on the way is hidden, and changes no topic (security A33)."""

import pytest

from tests.sls.services.conversation import Customer


def _walker(world, language: str = "en") -> Customer:
    """Return a customer at the first step of "I got no code"."""
    customer = Customer(world, language)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    return customer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my password is Tulip!Garden99"),
        ("en", "user alice pass alice-demo-2fa"),
        ("zh_CN", "我的密码是Yuexin2024！，PIN是4826"),
        ("zh_CN", "我的密碼係happy8888"),
    ],
)
def test_a33_a_password_told_on_the_way_gets_the_warning_and_the_step_again(world, language, text):
    world.interpreter.teach("my password is [secret]", "walk_procedure", "security_best_practices")
    customer = _walker(world, language)
    before = customer.conversation.walks

    assert customer.says(text) == ["redaction.masked", "walk.step_again"]
    assert customer.conversation.walks == before
    assert world.interpreter.heard == []


@pytest.mark.parametrize(
    ("language", "text"), [("en", "it's Tulip!Garden99"), ("zh_CN", "密码是happy8888")]
)
def test_a33_a_password_told_in_place_of_an_answer_is_asked_again(world, language, text):
    customer = Customer(world, language)
    customer.clicks("topic:code_not_received")

    assert customer.says(text) == ["redaction.masked", "ask.platform"]
    assert customer.conversation.open_question == "platform"


def test_a33_a_password_told_in_place_of_a_user_name_is_asked_again(world):
    customer = _walker(world)
    customer.clicks("send_code:voice")

    assert customer.says("Tulip!Garden99") == ["redaction.masked", "ask.username"]
    assert customer.conversation.pending is not None


def test_a_user_name_that_looks_like_a_password_is_taken_where_it_was_asked_for(world):
    customer = _walker(world)
    customer.clicks("send_code:voice")

    assert "redaction.masked" not in customer.says("JackChen88")
    assert customer.said()[-1] == "JackChen88"


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("en", "my code 402981 is refused, call me", "my code [code] is refused, call me"),
        ("zh_CN", "验证码402981过期了，打给我", "验证码[code]过期了,打给我"),
    ],
)
def test_a_wish_beside_a_secret_is_understood(world, language, text, kept):
    customer = _walker(world, language)

    customer.says(text)

    assert [heard.text for heard in world.interpreter.heard] == [kept]


def test_a_secret_told_while_nothing_is_under_way_is_understood(world):
    Customer(world).says("my password is Tulip!Garden99")

    assert [heard.text for heard in world.interpreter.heard] == ["my password is [secret]"]
