"""What is said to be a secret is hidden, though its name comes last (security A33)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("I use hunter2 as my password", "I use [secret] as my password"),
        ("I entered hunter2 for the password", "I entered [secret] for the password"),
        ("I typed in hunter2 as the PIN", "I typed in [secret] as the PIN"),
        (
            "i tried hunter22 and Hunter22 as passwords",
            "i tried [secret] and [secret] as passwords",
        ),
        ("hunter22 is not accepted as my password", "[secret] is not accepted as my password"),
        ("我用hunter2当密码", "我用[secret]当密码"),
    ],
)
def test_a33_what_is_used_as_a_secret_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("😀hunter2 is my password", "[secret] is my password"),
        ("hunter2 was my old password", "[secret] was my old password"),
        ("hunter2 is my login password", "[secret] is my login password"),
        ("hunter2 (my password)", "[secret] (my password)"),
        ("hunter2 <- my password", "[secret] <- my password"),
        ("is hunter22 the right password?", "is [secret] the right password?"),
        ("either hunter2 or hunter3 is my password", "either hunter2 or [secret] is my password"),
        ("hunter2 是密码", "[secret] 是密码"),
        ("hunter2是我登录密码", "[secret]是我登录密码"),
        ("hunter2 呢个系我密码", "[secret] 呢个系我密码"),
        ("12345 is the code", "[secret] is the code"),
        ("48266 is my pin", "[secret] is my pin"),
        ("$4826 is my pin", "[secret] is my pin"),
    ],
)
def test_a33_what_is_called_a_secret_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "the problem is my password",
        "问题是我的密码",
        "这是我的密码吗",
        "TWS is the password program",
        "face id is my passcode",
        "IB Key is my code",
        "use my phone as PIN",
        "I typed my username as the password",
        "我用iPhone15登录密码错",
        "alice is my user name",
        "I use 1Password for my codes",
        "which is my PIN",
    ],
)
def test_what_is_no_secret_is_kept_before_the_name_of_one(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "I keep typing hunter22 but it says wrong password",
            "I keep typing [secret] but it says wrong password",
        ),
        ("我输的是hunter22，说密码错误", "我输的是[secret],说密码错误"),
        ("一直输hunter22都说密码不对", "一直输[secret]都说密码不对"),
        ("我打hunter22佢話密碼錯", "我打[secret]佢話密碼錯"),
    ],
)
def test_a33_what_was_typed_before_a_password_failed_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "I typed iPhone15 and my password fails",
        "I tried TWS10 then the password page",
        "I tried 10min ago, password wrong",
        "我输入了用户名jack2024密码不对",
        "I typed user jack2024 and the password",
    ],
)
def test_what_was_tried_and_is_no_password_is_kept(text):
    assert mask(text).text == fold(text)
