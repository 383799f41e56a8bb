"""Platform, device, channel and amount in both languages, with normalised values."""

import pytest

from bot.components.entity_extractor import extract
from bot.components.number_words import chinese_number, english_number
from tests.bot.sources import held_out


def found(text: str) -> "set[tuple[str, object]]":
    return {(one["entity"], one["value"]) for one in extract(text)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25万美元", 250_000),
        ("$250k", 250_000),
        ("1.2 million", 1_200_000),
        ("一百五十万", 1_500_000),
        ("US$ 200,000.50", 200_000.5),
        ("USD 300K", 300_000),
        ("三万五美元", 35_000),
        ("3万5美元", 35_000),
        ("兩百萬", 2_000_000),
        ("５０万", 500_000),
        ("50w刀", 500_000),
        ("1千万美金", 10_000_000),
        ("半个亿", 50_000_000),
        ("half a million", 500_000),
        ("two hundred thousand dollars", 200_000),
        ("one point five million", 1_500_000),
        ("提取200000", 200_000),
        ("withdraw 1500000", 1_500_000),
        ("USD1.2M", 1_200_000),
        ("is $750,000 ok", 750_000),
        ("limit is 200K USD", 200_000),
        ("30万usd", 300_000),
        ("20多万美金", 200_000),
        ("百来万美元", 1_000_000),
        ("一个亿美元", 100_000_000),
        ("3个亿", 300_000_000),
        ("两个million", 2_000_000),
        ("壹佰万美元", 1_000_000),
        ("廿萬", 200_000),
        ("3/4 of a million", 750_000),
        ("2 and a half million", 2_500_000),
        ("one and a half million", 1_500_000),
        ("three quarters of a million dollars", 750_000),
        ("two fifty k", 250_000),
        ("eighty grand", 80_000),
        ("half a mil", 500_000),
        ("50 bucks", 50),
        ("八百美元", 800),
    ],
)
def test_an_amount_of_dollars_is_a_number(text, value):
    assert found(text) == {("amount", value)}


@pytest.mark.parametrize(
    "text",
    [
        "HK$500,000",
        "50万人民币",
        "20万港币",
        "€300k",
        "TWS version 966"[4:],
        "withdraw within 3 days",
        "以防万一",
        "千万别忘了",
        "two devices",
        "一个设备",
        "100 shares",
        "a million things",
        "[code]",
        "10.19.2",
        "港币三十万",
        "300k hong kong dollars",
        "a grand piano",
        "5m ago",
    ],
)
def test_what_is_no_amount_of_dollars_is_left_alone(text):
    assert found(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TWS 收不到 security code", {("platform", "tws")}),
        ("Trader Workstation", {("platform", "tws")}),
        ("in clientportal", {("platform", "client_portal")}),
        ("客户端登录", {("platform", "client_portal")}),
        ("my iPhone 15", {("platform", "ios")}),
        ("蘋果手機", {("platform", "ios")}),
        ("安卓機", {("platform", "android")}),
        ("Samsung phone", {("platform", "android")}),
        ("苹果股票", set()),
        ("苹果这只股票", set()),
        ("huawei stock", set()),
        ("Traders Workstation", {("platform", "tws")}),
        ("the desktop program", {("platform", "tws")}),
        ("on the website", {("platform", "client_portal")}),
        ("portal里面", {("platform", "client_portal")}),
        ("网页登录", {("platform", "client_portal")}),
        ("在山寨网站登录了", set()),
        ("my old galaxy", {("platform", "android")}),
        ("on my Pixel", {("platform", "android")}),
        ("one of those Apple ones", {("platform", "ios")}),
        ("果机", {("platform", "ios")}),
        ("水果机", set()),
    ],
)
def test_platforms_are_named_as_customers_name_them(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "device"),
    [
        ("IB Key", "ib_key"),
        ("ibkey", "ib_key"),
        ("IBKR Mobile Authentication (IB Key)", "ib_key"),
        ("移动IBKR验证程序", "ib_key"),
        ("移動IBKR程序", "ib_key"),
        ("ＤＳＣ＋", "dsc_plus"),
        ("DSC +", "dsc_plus"),
        ("dsc plus", "dsc_plus"),
        ("Digital Security Card+", "dsc_plus"),
        ("数码安全卡+", "dsc_plus"),
        ("数码安全卡", "dsc"),
        ("Digital Security Card", "dsc"),
        ("Secure Code Card", "security_code_card"),
        ("SLS卡", "security_code_card"),
        ("SCC", "security_code_card"),
        ("安全代码卡", "security_code_card"),
        ("gold card", "gold"),
        ("金卡", "gold"),
        ("Platinum device", "platinum"),
        ("铂金卡", "platinum"),
        ("白金卡", "platinum"),
        ("临时安全码", "temporary_passcode"),
        ("臨時密碼", "temporary_passcode"),
        ("temporary security code", "temporary_passcode"),
        ("online security code card", "online_card"),
        ("在线安全代码卡", "online_card"),
        ("SMS as second factor", "sms"),
        ("the authenticator app", "ib_key"),
        ("I approve logins with the phone app", "ib_key"),
        ("手机app验证", "ib_key"),
        ("用App登入", "ib_key"),
        ("手机令牌", "ib_key"),
        ("DSC-plus", "dsc_plus"),
        ("數位安全卡加", "dsc_plus"),
        ("數位安全卡", "dsc"),
        ("the little paper card", "security_code_card"),
        ("座标卡", "security_code_card"),
        ("My Gold stopped showing digits", "gold"),
        ("Gold没电了", "gold"),
        ("the two-day password", "temporary_passcode"),
    ],
)
def test_devices_are_known_under_all_their_names(text, device):
    assert found(text) == {("device", device)}


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("send me an SMS", "sms"),
        ("text me the code", "sms"),
        ("by text please", "sms"),
        ("发短信", "sms"),
        ("收唔到短訊", "sms"),
        ("傳簡訊", "sms"),
        ("voice callback", "voice"),
        ("call me with the code", "voice"),
        ("用语音", "voice"),
        ("打电话告诉我", "voice"),
        ("語音回撥", "voice"),
        ("phone me instead", "voice"),
        ("the call never came", "voice"),
        ("call my landline", "voice"),
        ("tell me over the phone", "voice"),
        ("电话没打来", "voice"),
        ("打電話俾我讀個碼", "voice"),
        ("the activation text", "sms"),
        ("texts never arrive here", "sms"),
    ],
)
def test_channels_are_sms_and_voice(text, channel):
    assert found(text) == {("channel", channel)}


@pytest.mark.parametrize(
    "text",
    [
        "the app crashes",
        "app打不开",
        "gold price today",
        "Should I buy silver or gold?",
        "I called you yesterday",
        "有人打电话说是你们的，让我报验证码",
        "the context of my question",
    ],
)
def test_what_names_nothing_of_ours_is_left_alone(text):
    assert found(text) == set()


def test_entities_of_lines_written_before_the_rules_are_found():
    wanted, got = set(), set()
    for at, line in enumerate(held_out("entities")):
        wanted |= {(at, one["entity"], one["value"]) for one in line["entities"]}
        got |= {(at, *each) for each in found(line["text"])}

    assert 2 * len(wanted & got) / (len(wanted) + len(got)) >= 0.95


@pytest.mark.parametrize("number", [1, 7, 12, 20, 25, 60, 99, 150, 480, 999])
@pytest.mark.parametrize(
    "form",
    [
        "${}k",
        "{}k usd",
        "USD {},000",
        "{} thousand dollars",
        "{}千美元",
        "${},000.00",
        "{},000 美金",
    ],
)
def test_a_number_of_thousands_is_the_same_in_every_form(form, number):
    assert found(form.format(number)) == {("amount", number * 1_000)}


@pytest.mark.parametrize("around", ["{}", "withdraw {} today", "我想提{}，可以吗", "({})", "{}?"])
@pytest.mark.parametrize(
    "amount", ["$250,000", "US$250k", "25万美元", "二十五万美元", "廿五萬美金"]
)
def test_what_stands_around_an_amount_does_not_change_it(around, amount):
    assert found(around.format(amount)) == {("amount", 250_000)}


def test_offsets_refer_to_the_text_as_written():
    text = "我的ＩＢ　Ｋｅｙ提領２５萬美元"

    spans = {one["entity"]: text[one["start"] : one["end"]] for one in extract(text)}

    assert spans == {"device": "ＩＢ　Ｋｅｙ", "amount": "２５萬美元"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("it's TWS, not the portal", "tws"),
        ("not TWS, the portal", "client_portal"),
        ("android, it isn't an iPhone", "android"),
        ("我是安卓，不是苹果手机", "android"),
        ("唔係安卓，係iPhone", "ios"),
    ],
)
def test_what_is_denied_stands_before_what_is_meant(text, meant):
    assert [one["value"] for one in extract(text)][-1] == meant


def test_a_value_named_twice_is_one_entity():
    assert len(extract("IB Key, yes, IB Key")) == 1


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("一百五十万", 1_500_000),
        ("二十五万", 250_000),
        ("三千五", 3_500),
        ("一亿二千万", 120_000_000),
        ("一千零五", 1_005),
        ("两万五", 25_000),
        ("三万半", 35_000),
        ("一点五万", 15_000),
        ("几万", None),
    ],
)
def test_chinese_numerals_are_read(words, number):
    assert chinese_number(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("one million two hundred thousand", 1_200_000),
        ("seventy-five thousand", 75_000),
        ("a quarter million", 250_000),
        ("and a", None),
    ],
)
def test_english_number_words_are_read(words, number):
    assert english_number(words) == number
