"""Words of a complaint about a secret are no secret."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    "text",
    [
        "my code is wrong.",
        "my code is wrong,please help",
        "the code is not here!!!",
        'my code is "wrong"',
        "my pass is not working",
        "pass me to an agent",
        "I can't pass step 2",
        "password would be nice",
        "password will be sent by mail",
        "password should be at least 8 characters",
        "password's wrong",
        "the code_not_received page",
        "I see the gear. Is the PIN change in there?",
        "PIN> appears, what do I press",
        "出现PIN>后输入",
        "密碼喺邊度改",
        "密碼係咩",
        "密碼係唔係錯咗",
        "密碼系統壞咗",
        "密码系统坏了",
        "密码：",
        "密码改成什么好",
        "验证码在iPhone15上收不到",
        "password forgotten, PIN is fine",
    ],
)
def test_no_word_of_a_complaint_is_taken_for_a_secret(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "my pin is 4 digits?",
        "PIN就是记不住",
        "password is wrong",
        "what is my password",
        "this is my password problem",
        "my password is not accepted",
        "the code is invalid",
        "my code is still missing",
        "code is expired",
        "the PIN is locked",
        "my code was never sent",
        "What is my PIN?",
        "I forgot my password",
        "where do I enter the code",
        "密码是什么",
        "密码是不是错了",
        "验证码是多少位",
        "验证码为什么收不到",
        "PIN码是无效的",
        "密码忘了",
        "收不到验证码",
        "My code isn't arriving",
        "the code wasn't sent",
        "PIN issue",
        "I have a password issue",
        "验证码是否有效",
    ],
)
def test_a_complaint_about_a_secret_is_not_a_secret(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "password is case sensitive",
        "password is old",
        "password was stolen",
        "my password was hacked",
        "password is empty",
        "the code is for login",
        "code is from TWS",
        "the code was for another login",
        "my code is six digits",
        "password is 8 characters long",
        "the code I got is for another user",
        "the password I use is always refused",
        "password for alice is refused",
        "the PIN for my card is locked",
        "password is now locked",
        "code after 10min",
        "code sent at 14:05",
        "no code on my S24 phone",
        "password iPhone15Pro app",
    ],
)
def test_more_words_of_a_complaint_are_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "密码是新的",
        "密碼係舊嘅",
        "密码是临时的",
        "密码为空",
        "密码是8位",
        "验证码是6位数",
        "PIN码为4至6个字符",
        "验证码是短信",
        "驗證碼係短訊",
        "密码是英文加数字",
        "密码是公司给的",
        "密码是我生日",
        "个密碼係啱㗎",
        "密码和PIN都对",
        "先输PIN还是先输挑战码",
        "密码改成功了",
        "密码输入不了",
        "密碼lock咗",
        "密碼reset唔到",
        "验证码10分钟没到",
        "验证码14:05发的",
        "密码2024年改的",
    ],
)
def test_more_words_of_a_chinese_complaint_are_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "temp code: can I still withdraw",
        "code was due ten minutes ago",
        "no code was read",
        "a code was texted to me",
        "how many digits is the PIN",
        "my PIN was declined",
        "password was perfectly fine",
        "the one time password is nowhere to be found",
    ],
)
def test_words_that_begin_a_sentence_behind_a_name_are_kept(text):
    assert mask(text).text == fold(text)
