"""What follows the name of a secret is hidden (security A33)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


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
    ("text", "masked"),
    [
        ('{"password":"hunter2"}', '{"password":[secret]}'),
        ("{'password': 'hunter2'}", "{'password': [secret]}"),
        ('{"pin":"4826","otp":"12345"}', '{"pin":[secret],"otp":[secret]}'),
        ('{\\"password\\":\\"hunter\\"}', '{\\"password\\":[secret]'),
        ("<password>hunter2</password>", "<password>[secret]</password>"),
        ("**Password:** hunter", "**Password:** [secret]"),
        ("password: `hunter`", "password: [secret]"),
        ("| password | hunter |", "| password | [secret] |"),
        ("password|hunter", "password|[secret]"),
        ("password 'hunter2'", "password [secret]"),
        ('my password "Sunshine" is refused', "my password [secret] is refused"),
        ("password is 'hunter two'", "password is [secret]"),
        ("password (hunter2)", "password [secret]"),
        ("密码【hunter】", "密码[secret]"),
        ("密码是「hunter」", "密码是[secret]"),
        ("密码是《hunter》", "密码是[secret]"),
        ("密码是“hunter two”", "密码是[secret]"),
        ("密码是‘hunter two’", "密码是[secret]"),
        ("密码（hunter2）", "密码[secret]"),
        ("password := hunter", "password := [secret]"),
        ("user=alice;password=hunter;", "user=alice;password=[secret]"),
    ],
)
def test_a33_a_secret_is_masked_in_quotes_brackets_and_code(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("password\nhunter2", "password\n[secret]"),
        ("password:\n\nhunter", "password:\n\n[secret]"),
        ("User\talice\nPassword\thunter", "User\talice\nPassword\t[secret]"),
        ("code:\n4 0 2\n9 8 1", "code:\n[code]"),
        ("code👇\n402981", "code👇\n[code]"),
        ("password 👉 hunter", "password 👉 [secret]"),
        ("🔑: hunter22!", "🔑: [secret]"),
        ("password → hunter", "password → [secret]"),
        ("password≈hunter", "password≈[secret]"),
        ("password/hunter2", "password/[secret]"),
        ("password_hunter2", "password_[secret]"),
        ("password… hunter2", "password... [secret]"),
        ("password -- hunter2", "password -- [secret]"),
        ("password, hunter2", "password, [secret]"),
        ("my password is - hunter", "my password is - [secret]"),
        ("密码~hunter22", "密码~[secret]"),
    ],
)
def test_a33_a_secret_is_masked_on_the_next_line_and_after_any_sign(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("pasword: hunter", "pasword: [secret]"),
        ("passwrod is hunter2", "passwrod is [secret]"),
        ("my passward is hunter2", "my passward is [secret]"),
        ("my pswd is hunter", "my pswd is [secret]"),
        ("My p/w is hunter", "My p/w is [secret]"),
        ("p.w. hunter22", "p.w. [secret]"),
        ("mima: abc", "mima: [secret]"),
        ("密马是abc123", "密马是[secret]"),
        ("mm:abc123", "mm:[secret]"),
        ("密 码：hunter", "密 码:[secret]"),
    ],
)
def test_a33_a_slip_of_the_pen_names_a_secret_too(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("the password I use is hunter2", "the password I use is [secret]"),
        ("the password I typed was hunter", "the password I typed was [secret]"),
        ("password for alice: hunter", "password for alice: [secret]"),
        ("my password, which is hunter2, fails", "my password, which is [secret] fails"),
        ("my password (which is hunter2) fails", "my password (which is [secret] fails"),
        ("my password is now Sunshine", "my password is now [secret]"),
        ("password is not hunter2 but hunter3", "password is not [secret] but [secret]"),
        ("password isn't working: hunter2", "password isn't working: [secret]"),
        ("password is wrong I entered Hunter2024", "password is wrong I entered [secret]"),
        ("passphrase: correct horse battery staple", "passphrase: [secret]"),
        ("my pin is forty eight twenty six", "my pin is [secret]"),
        ("my PIN is four thousand eight hundred twenty six", "my PIN is [secret]"),
        ("PIN is a b c d", "PIN is [secret]"),
        ("user alice pass tulip", "user alice pass [secret]"),
        ("username: alice password: hunter", "username: alice password: [secret]"),
    ],
)
def test_a33_a_secret_that_is_told_at_length_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我個密碼係 Abc12345", "我個密碼係 [secret]"),
        ("我密碼用緊happy8888", "我密碼用緊[secret]"),
        ("個code係402 981", "個code係[code]"),
        ("我嘅PIN入四八二六", "我嘅PIN入[code]"),
        ("個碼係四零二九八", "個碼係[secret]"),
        ("password係hunter", "password係[secret]"),
        ("我的密码一直都是hunter2", "我的密码一直都是[secret]"),
        ("密码我输入hunter2", "密码我输入[secret]"),
        ("密码输的是hunter2", "密码输的是[secret]"),
        ("密码是不是hunter2", "密码是不是[secret]"),
        ("我的PIN是四千八百二十六", "我的PIN是[secret]"),
        ("把密码改为hunter2", "把密码改为[secret]"),
        ("新密码想改成hunter2", "新密码想改成[secret]"),
        ("帮我把PIN改成4826", "帮我把PIN改成[code]"),
        ("账号alice 密码hunter", "账号alice 密码[secret]"),
        ("驗証碼:40 29 81", "驗証碼:[code]"),
        ("暗号是芝麻", "暗号是[secret]"),
    ],
)
def test_a33_a_secret_is_masked_in_every_chinese(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("otp is 12345", "otp is [secret]"),
        ("OTP 12345", "OTP [secret]"),
        ("pin number is 48266", "pin number is [secret]"),
        ("my code is 123 45", "my code is [secret]"),
        ("my code is 1 2 3 4 5", "my code is [secret]"),
        ("code 1 2 3 4 5", "code [secret]"),
        ("验证码是一二三四五", "验证码是[secret]"),
        ("response string is 12 34 567", "response string is [secret]"),
        ("响应码是1234567", "响应码是[secret]"),
        ("回應碼:1234567", "回應碼:[secret]"),
        ("激活码1234567", "激活码[secret]"),
        ("activation code AB12CD", "activation code [secret]"),
        ("CVV 123", "CVV [secret]"),
        ("code 402,981", "code [secret]"),
    ],
)
def test_a33_a_code_of_any_length_is_masked_behind_its_name(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("temporary passcode ABCDEF", "temporary passcode [secret]"),
        ("passcode KQZWXR fails", "passcode [secret] fails"),
        ("临时密码ABCDEF", "临时密码[secret]"),
        ("临时安全码 XKQWZR", "临时安全码 [secret]"),
    ],
)
def test_a_temporary_passcode_is_masked_though_it_is_letters_only(text, masked):
    """Its letters are upper case (G1)."""
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("token: 3f9a8b7c6d5e", "token: [secret]"),
        ("my session token is 1a2b3c4d", "my session token is [secret]"),
        ("Bearer abcdefghijklmnop123", "Bearer [secret]"),
        ("api_key = 1a2b3c4d", "api_key = [secret]"),
        ("secret: JBSWY3DPEHPK3PXP", "secret: [secret]"),
        ("代码是A7K3PQ", "代码是[secret]"),
    ],
)
def test_a_token_or_key_is_masked_where_it_looks_like_one(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "area code 755",
        "country code 852",
        "zip code 10001",
        "QR code 2",
        "promo code TULIP1",
    ],
)
def test_another_code_is_no_secret(text):
    assert mask(text).text == fold(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("password1 = hunter", "password1 = [secret]"),
        ("my security answer is tulip", "my security answer is [secret]"),
        ("安全问题答案是春天", "安全问题答案是[secret]"),
        ("密码六个8", "密码[secret]"),
        ("PIN四个1", "PIN[secret]"),
        ("my pin is four zeros", "my pin is [secret]"),
        ("password six 8s", "password [secret]"),
        ("login: alice / hunter22", "login: alice / [secret]"),
    ],
)
def test_a33_more_that_only_its_owner_knows_is_masked(text, masked):
    assert mask(text).text == masked
