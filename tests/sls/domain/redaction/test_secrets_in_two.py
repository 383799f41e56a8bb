"""A secret that is sent in two messages is hidden in the second (security A33)."""

import pytest

from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("before", "text", "masked"),
    [
        ("my password is", "hunter2", "[secret]"),
        ("my password is", "Sunshine", "[secret]"),
        ("My new password is:", "tulip", "[secret]"),
        ("here is my PIN:", "abcd", "[secret]"),
        ("我的密码是", "hunter", "[secret]"),
        ("我個密碼係", "happy", "[secret]"),
        ("code:", "12345", "[secret]"),
        ("402", "981", "[code]"),
        ("it says 402", "981981", "[code]"),
        ("4 0 2", "9 8 1", "[code]"),
        ("48", "26", "[code]"),
        ("4029", "8173", "[code]"),
        ("four zero two", "nine eight one", "[code]"),
        ("四零二", "九八一", "[code]"),
        ("[code]", "81", "[code]"),
        ("[code].", "8 1", "[code]"),
    ],
)
def test_a33_the_second_half_of_a_secret_is_masked(before, text, masked):
    assert mask(text, told_before=[before]).text == masked
    assert mask(text, told_before=[before]).is_masked


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("my password is wrong", "Sunshine"),
        ("I forgot what my password is", "Sunshine"),
        ("what my PIN is", "tulip"),
        ("不知道密码是", "tulip"),
        ("my password is", "wrong"),
        ("my password is", "help"),
        ("my password is", "not accepted"),
        ("我的密码是", "错的"),
        ("my code is", "TWS"),
        ("1", "2"),
        ("12", "3"),
        ("[code]", "2"),
        ("402", "981 is the error"),
        ("ten", "thirty"),
        ("hello", "981"),
        ("2026-11-23", "10:30"),
    ],
)
def test_what_goes_on_with_no_secret_is_kept(before, text):
    assert mask(text, told_before=[before]).text == text


def test_a33_a_half_that_is_sent_again_is_masked_again():
    assert mask("hunter2", told_before=["[secret]", "my password is"]).text == "[secret]"
    assert mask("981", told_before=["[code]", "402"]).text == "[code]"


def test_an_amount_or_a_user_name_that_was_asked_for_ends_no_secret():
    assert mask("500", expects_amount=True, told_before=["250"]).text == "500"
    assert mask("tulip", expects_username=True, told_before=["my code is"]).text == "tulip"


def test_nothing_told_before_changes_nothing():
    assert mask("981", told_before=[]).text == "981"
