"""Numbers that say what they are are kept: versions, phones, dates, errors."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    "text",
    [
        "TWS 10.30",
        "tws 978.2c",
        "version 10.30",
        "my version is 10.30",
        "build 1030",
        "iOS 17.1.1",
        "Android 14.0.1",
        "版本 10.30",
        "版本号是 10.30",
        "版本号：10.30",
        "release 10.30",
        "ver. 10.30",
        "version v10.30",
    ],
)
def test_a_version_with_its_word_is_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize("text", ["ios 402981", "version 402981", "TWS 4029811 402981"])
def test_a_version_word_does_not_shelter_a_code(text):
    assert "402981" not in mask(text).text.split()


@pytest.mark.parametrize(
    "text",
    [
        "error E-1234",
        "IB error 1032",
        "error 1032",
        "error code 1100",
        "Error code: 1100",
        "error 1100: connectivity lost",
        "error #1034",
        "error-1034",
        "error_1034",
        "Error(1034)",
        "Error: [1034]",
        "error code is E-1234",
        "the error code is LOGIN_12",
        "error AUTH-1034",
        "errors 1100, 1101 and 2104",
        "warning 2104",
        "错误码1032",
        "错误代码：1100",
        "错误码是1234",
        "錯誤碼 2103",
        "錯誤代碼係1234",
        "报错1100",
        "报错代码：E1234",
        "報錯 E-1234",
        "error 10197",
        "error 0x80070005",
        "my code arrived but the password page shows error 1032",
    ],
)
def test_an_error_that_is_introduced_as_one_is_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("error 402981", "error [code]"),
        ("error 40298173", "error [code]"),
        ("error code 402981", "error code [code]"),
        ("error E-402981", "error E-[code]"),
        ("错误码402981", "错误码[code]"),
        ("錯誤代碼 40298173", "錯誤代碼 [code]"),
        ("login error 402 981", "login error [code]"),
        ("error 1032, 4826", "error 1032, [code]"),
    ],
)
def test_a_word_of_error_does_not_shelter_six_or_eight_digits(text, masked):
    """They are as long as a login code or a response (F36)."""
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "23/11/2026",
        "11/23/2026",
        "23.11.2026",
        "Nov 23, 2026",
        "23rd November 2026",
        "Nov 2026",
        "2026年11月23日",
        "我2026年注册",
        "二零一九年开的户",
        "since 2019",
        "Q3 2026",
        "at 14:30",
        "14:30:15",
        "10:30-11:00",
        "9:30-16:00",
        "10-15 min",
        "3-5 business days",
    ],
)
def test_a_date_or_a_time_is_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "call me at 202 555 0101",
        "call me on 9876 5432",
        "my phone number is 98765432",
        "我的电话是 138 0013 8000",
        "手機號碼係 9123 4567",
        "tel 021-6123 4567",
        "打138 0013 8000给我",
        "(202) 555-0101",
        "call 1-877-442-2757",
        "+852 2156 7907",
        "+86 10 8595 8000",
        "+41 41 726 9500",
    ],
)
def test_a_phone_that_is_introduced_or_written_like_one_is_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("+1 202 555 0101 402981", "+1 202 555 0101 [code]"),
        ("+1 202 555 0101 4826", "+1 202 555 0101 [code]"),
        ("+86 138 0013 8000 4826", "+86 138 0013 8000 [code]"),
        ("my phone number is 98765432 402981", "my phone number is 98765432 [code]"),
        ("my phone says 40298173", "my phone says [code]"),
        ("my phone number is 402981", "my phone number is [code]"),
        ("我手机收到402981", "我手机收到[code]"),
        ("电话里说402981", "电话里说[code]"),
    ],
)
def test_a_phone_does_not_shelter_the_code_beside_it(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("TWS 4826", "TWS [code]"),
        ("ios 4826", "ios [code]"),
        ("Android 402981", "Android [code]"),
        ("withdraw 4826", "withdraw [code]"),
    ],
)
def test_a_program_does_not_shelter_a_pin(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "TWS 10.19",
        "TWS 1019",
        "TWS version 10.30.1t",
        "app version 8.131.2301",
        "Windows 10 22H2",
        "port 7496",
        "端口7496",
        "KB 1131",
    ],
)
def test_the_number_of_a_program_a_port_or_an_article_is_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "I left in 2019",
        "did that in 2021",
        "form 1042",
        "where is the 1042-S",
        "5000 shares",
        "转5000人民币",
        "2000 CHF into SEK",
        "3000 US dollars",
    ],
)
def test_a_year_a_form_or_a_number_with_its_unit_is_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("I put in 2019", "I put in [code]"),
        ("I typed it in 2019", "I typed it in [code]"),
        ("my PIN in 2019", "my PIN in [code]"),
        ("form 402981", "form [code]"),
        ("4826 Europe", "[code] Europe"),
        ("4826 audio", "[code] audio"),
        ("4826 minutes", "[code] minutes"),
        ("2019", "[code]"),
    ],
)
def test_a33_what_looks_like_a_year_or_a_unit_saves_no_code(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "there is a charge of 89.90 that I never made",
        "they charged me 89.90 twice",
        "被扣了49.99，不是我刷的",
        "it took my card at 10.40 this morning",
        "where is my 1099 form",
        "1099稅表在哪裡下載",
        "need my 1099 by friday",
        "when does the 1042 come out?",
        "今年的1099什么时候能下载",
    ],
)
def test_a_sum_that_was_paid_a_time_and_a_tax_form_are_kept(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize("text", ["my PIN is 48.26", "验证码 40.29.81", "code 10.40"])
def test_a_code_with_dots_in_it_is_hidden_all_the_same(text):
    assert mask(text).is_masked


@pytest.mark.parametrize(
    "text",
    [
        "1099",
        "my PIN is the 1099",
        "密码是今年的1099",
        "my 1099 4821 7733 9090 was swallowed",
    ],
)
def test_a_tax_forms_number_in_the_place_of_a_secret_is_hidden_all_the_same(text):
    assert "1099" not in mask(text).text
