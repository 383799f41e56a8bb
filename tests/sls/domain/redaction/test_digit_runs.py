"""Codes and cards are runs of digits, however they are written (security A33, A40)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("402981", "[code]"),
        ("4826", "[code]"),
        ("40298173", "[code]"),
        ("my code 402981", "my code [code]"),
        ("code is 402 981", "code is [code]"),
        ("code is 402-981", "code is [code]"),
        ("the code is: 402981", "the code is: [code]"),
        ("It says 4 0 2 9 8 1 here", "It says [code] here"),
        ("4-0-2-9-8-1", "[code]"),
        ("4, 0, 2, 9, 8, 1", "[code]"),
        ("402.981", "[code]"),
        ("402_981", "[code]"),
        ("402/981", "[code]"),
        ("402981?", "[code]?"),
        ("402981!", "[code]!"),
        ("(402981)", "([code])"),
        ("#402981", "#[code]"),
        ("“402981”", "“[code]”"),
        ("402981.", "[code]."),
        ("402981, it says", "[code], it says"),
        ("４０２９８１", "[code]"),
        ("４０２　９８１", "[code]"),
        ("402\u200b981", "[code]"),
        ("4\u200d0\u200d2\u200d9\u200d8\u200d1", "[code]"),
        ("\u202e402981\u202c", "[code]"),
        ("402\x00981", "[code]"),
        ("٤٠٢٩٨١", "[code]"),
        ("④⓪②⑨⑧①", "[code]"),
        ("²⁰²⁶", "[code]"),
        ("𝟒𝟎𝟐𝟗𝟖𝟏", "[code]"),
        ("我的验证码402981", "我的验证码[code]"),
        ("验证码是402981", "验证码是[code]"),
        ("收到402981了", "收到[code]了"),
        ("验证码：402 981", "验证码:[code]"),
        ("四零二九八一", "[code]"),
        ("四 零 二 九 八 一", "[code]"),
        ("四、零、二、九、八、一", "[code]"),
        ("四〇二九八幺", "[code]"),
        ("肆零贰玖捌壹", "[code]"),
        ("验证码是四零二九八一", "验证码是[code]"),
        ("我按了四八二六", "我按了[code]"),
        ("four zero two nine eight one", "[code]"),
        ("four oh two, nine eight one", "[code]"),
        ("Four-Zero-Two-Nine-Eight-One", "[code]"),
        ("it is four eight two six", "it is [code]"),
        ("my PIN is 4826", "my PIN is [code]"),
        ("PIN码4826", "PIN码[code]"),
        ("kg 4826 kg", "kg [code] kg"),
        ("2026", "[code]"),
        ("192.168.1.1", "[code]"),
        ("402981 or 123", "[code] or 123"),
    ],
)
def test_a_code_is_masked_however_it_is_written(text, masked):
    assert mask(text).text == masked
    assert mask(text).is_masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ok,402981", "ok,[code]"),
        ("验证码收到了，402981", "验证码收到了,[code]"),
        ("你好．402981", "你好.[code]"),
        ("Here you go...402981", "Here you go...[code]"),
        ("402981 123456", "[code] [code]"),
        ("402981, 2 times", "[code], 2 times"),
        ("I got 402981. 2 hours ago", "I got [code]. 2 hours ago"),
        ("1 402981", "1 [code]"),
        ("第1步、402981", "第1步、[code]"),
        ("4826 / 402981", "[code] / [code]"),
        ("is this right:402981", "is this right:[code]"),
        ("got it.402981", "got it.[code]"),
        ("code-402981", "code-[code]"),
        ("PIN-4826", "PIN-[code]"),
    ],
)
def test_a_code_is_masked_whatever_stands_beside_it(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "966",
        "12345",
        "1234567",
        "123456789",
        "+1 202 555 0101",
        "step 3 of 6",
        "call me in 10 minutes",
        "十分钟",
        "一二三",
        "one two three",
        "no one is there",
        "one, two",
        "第一步",
    ],
)
def test_numbers_of_other_lengths_are_kept(text):
    assert mask(text).text == text
    assert not mask(text).is_masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111111111111111", "[card]"),
        ("4111 1111 1111 1111", "[card]"),
        ("4111-1111-1111-1111", "[card]"),
        ("４１１１　１１１１　１１１１　１１１１", "[card]"),
        ("my card 4111 1111 1111 1111 was refused", "my card [card] was refused"),
        ("378282246310005", "[card]"),
        ("6011000990139424", "[card]"),
        ("4222222222222", "[card]"),
        ("6304000000000000000", "[card]"),
        ("卡号是4111111111111111", "卡号是[card]"),
        ("4111 1111 1111 1111 123", "[card] 123"),
        ("4111 1111 1111 1111 12/27", "[card] [code]"),
        ("4111111111111111, 12/27, 123", "[card], [code], 123"),
    ],
)
def test_a_card_number_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize("text", ["4111111111111112", "1234567890123"])
def test_a_long_number_that_fails_luhn_is_no_card(text):
    assert mask(text).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("12 34 56", "[code]"),
        ("402|981", "[code]"),
        ("402+981", "[code]"),
        ("402*981", "[code]"),
        ("402;981", "[code]"),
        ("402~981", "[code]"),
        ("402....981", "[code]"),
        ("402     981", "[code]"),
        ("4*0*2*9*8*1", "[code]"),
        ("4:0:2:9:8:1", "[code]"),
        ("(4)(0)(2)(9)(8)(1)", "([code])"),
        ("4🔥0🔥2🔥9🔥8🔥1", "[code]"),
        (
            "4\ufe0f\u20e30\ufe0f\u20e32\ufe0f\u20e39\ufe0f\u20e38\ufe0f\u20e31\ufe0f\u20e3",
            "[code]",
        ),
        ("4\u31640\u31642\u31649\u31648\u31641", "[code]"),
        ("402\u2800981", "[code]"),
        ("4\u03360\u03362\u03369\u03368\u03361", "[code]"),
        ("❹⓿❷❾❽❶", "[code]"),
        ("㈣㈧㈡㈥", "([code])"),
        ("۴۰۲۹۸۱", "[code]"),
        ("402\u2009981", "[code]"),
        ("4\n0\n2\n9\n8\n1", "[code]"),
        ("4111*1111*1111*1111", "[card]"),
        ("4111    1111    1111    1111", "[card]"),
    ],
)
def test_a40_signs_between_its_digits_do_not_save_a_code(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4 then 0 then 2 then 9 then 8 then 1", "[code]"),
        ("4 and 0 and 2 and 9 and 8 and 1", "[code]"),
        ("402 then 981", "[code]"),
        ("402 dash 981", "[code]"),
        ("402 space 981", "[code]"),
        ("402，然后981", "[code]"),
        ("402再981", "[code]"),
        ("402 还有 981", "[code]"),
        ("前三位402后三位981", "前三位[code]"),
        ("first three 402 last three 981", "first three [code]"),
        ("第一位4第二位0第三位2第四位9第五位8第六位1", "第一位[code]"),
        ("first digit 4 second 0 third 2 fourth 9 fifth 8 sixth 1", "first digit [code]"),
    ],
)
def test_a40_words_between_its_digits_do_not_save_a_code(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "402 and 981",
        "between 10 and 15",
        "iPhone 12 and 13",
        "press 10 then 20",
        "errors 402 and 981",
        "404 one more time",
        "按100一次",
        "等了300一直没人",
        "24/7",
        "2FA",
        "step 12. 3 left",
    ],
)
def test_figures_of_something_else_are_not_joined_to_a_code(text):
    assert mask(text).text == fold(text)
