"""Platform, device, channel and amount in both languages, with normalised values."""

import pytest

from bot.components.entity_extractor import extract
from bot.components.number_words import chinese_number, english_number


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
    ],
)
def test_channels_are_sms_and_voice(text, channel):
    assert found(text) == {("channel", channel)}


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
