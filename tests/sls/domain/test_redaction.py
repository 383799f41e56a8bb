"""Secrets never enter the conversation (security A33, A40)."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sls.domain.redaction import fold, mask, tells_only_secrets


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
        ("我2026年注册", "我[code]年注册"),
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
    ("text", "masked"),
    [
        ("my password is hunter2", "my password is [secret]"),
        ("My Password: Hunter2!x", "My Password: [secret]"),
        ("password=abc", "password=[secret]"),
        ("pass word is abc", "pass word is [secret]"),
        ("passcode was abc9", "passcode was [secret]"),
        ("pwd: abc", "pwd: [secret]"),
        ("login alice pw alice-demo-2fa", "login alice pw [secret]"),
        ("passwd hunter22", "passwd [secret]"),
        ("hunter2 is my password", "[secret] is my password"),
        ("abc123是我的密码", "[secret]是我的密码"),
        ("PIN: abcd", "PIN: [secret]"),
        ("PIN4826", "PIN[code]"),
        ("pin code is x1y2", "pin code is [secret]"),
        ("password hunter2", "password [secret]"),
        ("my login code is abc12", "my login code is [secret]"),
        ("密码是hunter2", "密码是[secret]"),
        ("密码：abc", "密码:[secret]"),
        ("我的密码为abc，谢谢", "我的密码为[secret],谢谢"),
        ("密码就是春天来了", "密码就是[secret]"),
        ("密碼是abc", "密碼是[secret]"),
        ("口令：芝麻开门", "口令:[secret]"),
        ("PIN码：abcd", "PIN码:[secret]"),
        ("ｐａｓｓｗｏｒｄ：ａｂｃ", "password:[secret]"),
        ("pass\u200bword is abc", "password is [secret]"),
        ("密码abc123", "密码[secret]"),
        ("我的密码Summer2024", "我的密码[secret]"),
    ],
)
def test_what_follows_the_name_of_a_secret_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "my password is Tulip!Garden99 and my pin is 4826",
            "my password is [secret] and my pin is [code]",
        ),
        ("我的密码是Yuexin2024！，PIN是4826", "我的密码是[secret],PIN是[code]"),
        ("我的密码是Yuexin2024！PIN是4826", "我的密码是[secret]"),
        ("my password is 1234!Abc", "my password is [secret]"),
        ("password: a.b,c!d", "password: [secret]"),
        ("my password is Tulip!Garden99.", "my password is [secret]"),
        ('my password is "Tulip Garden"', "my password is [secret]"),
        ("my code is 402981!", "my code is [code]"),
        ("Tulip!Garden99 is my password", "[secret] is my password"),
        ("Tulip! is my password", "[secret] is my password"),
    ],
)
def test_a33_nothing_of_a_secret_survives_its_punctuation(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的密碼係happy8888", "我的密碼係[secret]"),
        ("我的密碼系happy8888", "我的密碼系[secret]"),
        ("個密碼係 happy8888", "個密碼係 [secret]"),
        ("密碼即係happy8888", "密碼即係[secret]"),
        ("密碼喺happy8888", "密碼喺[secret]"),
        ("密碼 happy8888", "密碼 [secret]"),
        ("密码改成happy8888了", "密码改成[secret]"),
        ("密码设的是happy8888", "密码设的是[secret]"),
        ("密码应该是happy8888", "密码应该是[secret]"),
        ("user alice pass alice-demo-2fa", "user alice pass [secret]"),
        ("user: alice pass: tulip", "user: alice pass: [secret]"),
        ("my pass is Tulip!", "my pass is [secret]"),
        ("pwd→xyz1", "pwd→[secret]"),
        ("pwd=>xyz1", "pwd=>[secret]"),
        ("my password would be Tulip99", "my password would be [secret]"),
        ("my password's hunter22", "my password's [secret]"),
        ("I set my password to happy8888", "I set my password to [secret]"),
    ],
)
def test_a33_a_secret_is_masked_whatever_links_it_to_its_name(text, masked):
    assert mask(text).text == masked


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
        "$250000",
        "$ 250000",
        "US$250000",
        "usd 250000",
        "250000 usd",
        "250000 dollars",
        "250000 bucks",
        "€4000",
        "£4000",
        "¥4000",
        "4000元",
        "250000美元",
        "250000 美金",
        "2500港币",
        "1500万",
        "1500 万美元",
        "4000k",
        "4000 K",
        "1000m",
        "1000 million",
        "2000 thousand",
        "250,000",
        "1,250,000",
        "100,000.50",
        "一百五十万",
        "二十五万美元",
        "二零零零万",
    ],
)
def test_an_amount_with_its_mark_is_kept(text):
    assert mask(text) == mask(text, expects_amount=True)
    assert mask(text).text == fold(text)


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


@pytest.mark.parametrize(
    "text",
    [
        "jack2024",
        "my username is jack2024",
        "用户名是jack2024",
        "u402981",
        "U1234567",
        "john.smith",
        "alice",
        "jack.2024",
    ],
)
def test_a_user_name_is_kept(text):
    assert mask(text).text == text


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
        ("250000", "250000"),
        ("4000 please", "4000 please"),
        ("二五零零零零", "二五零零零零"),
        ("4111 1111 1111 1111", "[card]"),
        ("my password is hunter2", "my password is [secret]"),
        ("密码是abc", "密码是[secret]"),
    ],
)
def test_when_an_amount_was_asked_for_bare_numbers_are_kept_and_nothing_else(text, masked):
    assert mask(text, expects_amount=True).text == masked


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  hello \n", "hello"),
        ("ＨＥＬＬＯ　ｗｏｒｌｄ", "HELLO world"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\u202eevil\u202c", "evil"),
        ("a\u200bb\ufeffc", "abc"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\u200b \u200b", ""),
        ("／ｒｅｓｔａｒｔ", "/restart"),
    ],
)
def test_text_is_folded_before_anything_else_looks_at_it(text, folded):
    assert fold(text) == folded


def test_masking_says_whether_anything_was_hidden():
    assert not mask("  hello  ").is_masked
    assert mask("402981").is_masked


@pytest.mark.parametrize("text", ["[code]", "my code is [code]", "[secret] and [card]"])
def test_a_token_that_a_person_types_hides_nothing(text):
    assert mask(text).text == text
    assert not mask(text).is_masked


@pytest.mark.parametrize(
    "text",
    [
        "pin is tws 1234",
        "password is android 14.1234",
        "code is 402981四",
        "密码:4826:",
    ],
)
def test_a_second_look_changes_nothing_more(text):
    once = mask(text).text

    assert mask(once).text == once


@pytest.mark.parametrize("text", ["ios 402981", "version 402981", "TWS 4029811 402981"])
def test_a_version_word_does_not_shelter_a_code(text):
    assert "402981" not in mask(text).text.split()


def test_a_huge_message_takes_no_time():
    assert mask("4 " * 500_00).text
    assert mask("password " * 20_000).text
    assert mask("1" * 100_000).text == "1" * 100_000
    assert mask("a!1" * 30_000).text
    assert mask("password pass is " * 6_000).text


# What people mix into a message: digits in groups, the words around them, and gaps.
PIECES = st.sampled_from(
    [
        "4",
        "40",
        "402",
        "4826",
        "402981",
        "40298173",
        "四",
        "零二",
        "four",
        "oh two",
        "my code",
        "code is",
        "password is",
        "密码是",
        "验证码",
        "pin",
        "k",
        "万",
        "usd",
        "$",
        "abc",
        "TWS ",
        "version",
        "hello",
        "是",
        "is",
        "４０２９８１",
        "[code]",
        "don't",
        "isn't",
    ]
)
GAPS = st.sampled_from(["", " ", "  ", "-", ", ", "，", "。", ". ", "/", ":", "\n", "\u200b", "、"])
MESSAGES = st.lists(st.tuples(PIECES, GAPS), max_size=8).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
ANY_TEXT = st.text("0123456789４七万 ,.，。-:$kKisno密码验证pincodTWS\u200b\n[]'é", max_size=40)


@settings(derandomize=True, max_examples=200, deadline=None)
@example("pin is tws 1234")
@given(MESSAGES)
def test_masking_twice_changes_nothing_more(text):
    once = mask(text).text

    assert mask(once).text == once


@settings(derandomize=True, max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_masking_any_text_twice_changes_nothing_more(text):
    once = mask(text).text

    assert mask(once).text == once


_ALONE = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{4}|[0-9]{6}|[0-9]{8})(?![0-9A-Za-z])")
WITHOUT_MARKS = st.lists(
    st.tuples(
        st.sampled_from(["402981", "4826", "40298173", "7", "12", "hello", "验证码", "my", "收到"]),
        st.sampled_from([" ", ", ", "，", "。", ". ", "、", " - ", "\n", "; ", "? "]),
    ),
    max_size=6,
).map(lambda parts: "".join(piece + gap for piece, gap in parts))


@settings(derandomize=True, max_examples=200, deadline=None)
@example("402981 123456")
@example("7, 402981")
@given(WITHOUT_MARKS)
def test_no_code_standing_alone_survives(text):
    assert not _ALONE.search(mask(text).text)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.text("abcdefgh 验证码收到了?!\n", max_size=20),
    st.integers(0, 10**8 - 1),
    st.sampled_from([4, 6, 8]),
    st.text(" 验证码收到了?!\n", max_size=20),
)
def test_a_single_code_in_any_sentence_is_masked(before, number, length, after):
    code = str(number).zfill(length)[:length]

    masked = mask(f"{before} {code} {after}").text

    assert code not in masked
