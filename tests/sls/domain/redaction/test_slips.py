"""A slip says nothing but a secret; a wish beside it is a wish."""

import pytest

from sls.domain.redaction.slips import tells_only_secrets


@pytest.mark.parametrize(
    "text",
    [
        "[secret]",
        "my password is [secret]",
        "my password is [secret] and my pin is [code]",
        "user alice pass [secret]",
        "我的密码是[secret],PIN是[code]",
        "我嘅密碼係[secret]",
        "it's [secret]",
        "here it is: [code]",
    ],
)
def test_a_slip_tells_only_secrets(text):
    assert tells_only_secrets(text)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "my password",
        "my code [code] is refused, call me",
        "it came, it says [code]",
        "验证码[code]过期了",
        "PIN [secret] 不对",
        "用[code]继续",
        "can you change my pin to [code]",
    ],
)
def test_who_wishes_something_beside_a_secret_makes_no_slip(text):
    assert not tells_only_secrets(text)
