"""A password that nothing names is known by its looks (security A33)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Tulip!Garden99", "[secret]"),
        ("Ｔｕｌｉｐ！Ｇａｒｄｅｎ９９", "[secret]"),
        ("it's Tulip!Garden99", "it's [secret]"),
        ("I typed P@ssw0rd99 and it was refused", "I typed [secret] and it was refused"),
        ("我输入Tulip!Garden99，不行", "我输入[secret]不行"),
        ("login: alice / Tulip!Garden99", "login: alice / [secret]"),
    ],
)
def test_a33_letters_digits_and_a_mark_in_one_word_are_a_password_anywhere(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize("text", ["Yuexin2024!", "Tulip2024Garden", "Tulip2024Garden。"])
def test_a33_mixed_letters_and_digits_are_a_password_alone(text):
    assert mask(text).text == "[secret]"


@pytest.mark.parametrize("text", ["it's Tulip2024Garden", "就是Yuexin2024"])
def test_a33_a_password_that_is_told_again_is_masked(text):
    assert mask(text).text.endswith("[secret]")
    assert mask(mask(text).text).text == mask(text).text


@pytest.mark.parametrize(
    "text",
    [
        "iPhone15Pro",
        "it's iPhone15ProMax",
        "Mate60Pro",
        "SamsungS24",
        "GalaxyS24Ultra",
        "RedmiNote13",
        "Windows11",
        "Android14",
        "ERR-123",
        "Error1234",
        "ERR_LOGIN_12",
        "alice99@mail.com",
        "Alice99@Mail.com",
        "https://www.ibkr.com/Portal9?a=1",
        "IBKR.com/Sso2024",
        "jack2024",
        "jack.2024",
        "john-smith7",
        "U1234567",
        "US$250000",
        "HK$250000.50",
        "I use Tulip2024Garden as a name",
        "Authentication",
        "code[code]",
        "我的密码不对！TWS10登不上",
    ],
)
def test_a_name_an_address_or_an_amount_is_no_password(text):
    assert mask(text).text == fold(text)


def test_a33_a_password_beside_the_user_name_that_was_asked_for_is_masked():
    assert mask("alice\nhunter22", expects_username=True).text == "alice\n[secret]"
    assert mask("alice/hunter22", expects_username=True).text == "alice/[secret]"


def test_a_user_name_that_was_asked_for_is_kept():
    assert mask("JackChen88").text == "[secret]"
    assert mask("JackChen88", expects_username=True).text == "JackChen88"
    assert mask("Tulip!Garden99", expects_username=True).text == "[secret]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("alice\nhunter22!", "alice\n[secret]"),
        ("alice/hunter22", "alice/[secret]"),
        ("alice:hunter22", "alice:[secret]"),
        ("alice\nTulip2024Garden", "alice\n[secret]"),
    ],
)
def test_a33_a_name_and_a_password_alone_lose_the_password(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "TWS/iPhone15Pro",
        "IBKR/TWS10",
        "iOS/Android14",
        "error:E12345",
        "https://a1b2c3.com",
    ],
)
def test_two_names_alone_are_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "password on TWS10",
        "no password since 10am",
        "password for jack2024",
        "my password fails, user jack2024",
        "password in step12",
    ],
)
def test_what_mixes_letters_and_digits_beside_a_password_and_is_none_is_kept(text):
    assert mask(text).text == fold(text)
