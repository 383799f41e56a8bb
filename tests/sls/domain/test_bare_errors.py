"""The number of an error alone, told apart from errors of which the matter is known."""

import pytest

from sls.domain.bare_errors import is_bare_error


@pytest.mark.parametrize(
    "text",
    [
        "error 1032",
        "Error code: 1032",
        "it says error 504 again",
        "I keep getting error E-5021",
        "what does error 1032 mean?",
        "1032 error",
        "错误码1032",
        "显示错误代码：E5021",
        "報錯 1032",
        "系统异常 504，怎么办",
        "1032錯誤係咩意思",
        "提示错误1032是什么意思",
    ],
)
def test_the_number_of_an_error_alone_is_bare(text):
    assert is_bare_error(text)


@pytest.mark.parametrize(
    "text",
    [
        "error 1032 when I log in to TWS",
        "the app says error 1032",
        "error 504 after entering the code from my card",
        "登录时显示错误1032",
        "激活 IB Key 报错 1032",
        "短信里的验证码错误 1032",
        "it says error",
        "something went wrong",
        "1032",
        "error",
        "my withdrawal of 5000 failed",
        "2024",
        "",
    ],
)
def test_an_error_with_its_matter_or_without_a_number_is_not(text):
    assert not is_bare_error(text)


def test_a_long_story_is_not_searched():
    assert not is_bare_error("error 1032 " * 20)
