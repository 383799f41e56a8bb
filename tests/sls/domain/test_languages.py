"""Which language to answer in."""

import pytest

from sls.domain.languages import (
    CHINESE,
    ENGLISH,
    named_language,
    spoken_language,
    supported_language,
)


@pytest.mark.parametrize(
    "text",
    ["收不到验证码", "我的code没有来", "點解收唔到", "SMS 收不到 please help me", "好", "中文"],
)
def test_chinese_characters_switch_to_chinese(text):
    assert spoken_language(text, ENGLISH) == CHINESE


@pytest.mark.parametrize("text", ["my phone broke", "I did not get it", "Please help"])
def test_two_english_words_switch_to_english(text):
    assert spoken_language(text, CHINESE) == ENGLISH


@pytest.mark.parametrize(
    "text",
    [
        "TWS",
        "IB Key",
        "ok",
        "OK okay",
        "IBKR Mobile app",
        "DSC+",
        "Client Portal",
        "security code card",
        "hello",
        "yes",
        "alice",
        "12",
        "$250k",
        "?!",
        "",
        "[code]",
        "iPhone iOS Android",
    ],
)
@pytest.mark.parametrize("current", [ENGLISH, CHINESE])
def test_product_words_digits_and_ok_never_switch(text, current):
    assert spoken_language(text, current) == current


@pytest.mark.parametrize("text", ["alice_wang", "li.wei", "john-smith7"])
def test_a_user_name_never_switches(text):
    assert spoken_language(text, CHINESE) == CHINESE


def test_our_own_tokens_never_switch():
    assert spoken_language("[secret] [secret]", CHINESE) == CHINESE


def test_a_conversation_does_not_flap():
    language = ENGLISH
    heard = []

    for text in ["收不到", "TWS", "ok", "voice", "I am on TWS now", "tws", "好的"]:
        language = spoken_language(text, language)
        heard.append(language)

    assert heard == [CHINESE, CHINESE, CHINESE, CHINESE, ENGLISH, ENGLISH, CHINESE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("speak Chinese please", CHINESE),
        ("用中文", CHINESE),
        ("普通话", CHINESE),
        ("English please", ENGLISH),
        ("说英文", ENGLISH),
        ("switch language", None),
        ("换语言", None),
    ],
)
def test_a_language_is_asked_for_by_its_name(text, expected):
    assert named_language(text) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ENGLISH),
        ("en-GB", ENGLISH),
        ("EN_us", ENGLISH),
        ("zh", CHINESE),
        ("zh_CN", CHINESE),
        ("zh-Hant-HK", CHINESE),
        ("yue", CHINESE),
        ("de", None),
        ("", None),
        (None, None),
        ("english", None),
    ],
)
def test_a_tag_names_one_of_our_languages_or_none(tag, expected):
    assert supported_language(tag) == expected
