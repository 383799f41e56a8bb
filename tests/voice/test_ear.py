"""What is said on the phone is words: no sign, no address, no figure is left to a voice."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sls.settings import load_settings
from sls.texts import Catalogues
from voice.ear import for_the_ear
from voice.tongues import read_tongue

TEXTS = Catalogues(load_settings({}).locales)
TONGUES = {language: read_tongue(TEXTS, language) for language in ("en", "zh_CN")}
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
# Pages for the eye, and what is listened for but never said.
NEVER_SAID = (
    "hear.",
    "desk.",
    "ear.",
    "standin.",
    "time.moment",
    "web.",
    "site.",
    "privacy.",
    "problem.",
)
SAID = re.compile(r"[A-Za-z\u4e00-\u9fff ,.?:;'，。？：；、-]+")
NAMED_KEY = re.compile(r"(?i)(?<=press )\d(?!\d)|(?<=按)\d(?!\d)|(?<=按 )\d(?!\d)")
VALUES = (
    "+1 ••• 0101",
    "+852 5123 0102",
    "15",
    "402 981",
    "USD 1,500,000",
    "1,234.50",
    "203.0.113.0/24",
    "Monday, November 23 at 9:30 AM",
    "11月23日星期一 上午9:30",
    "“IB Key”",
    "IBKR Mobile (iOS)",
)


def said(language: str) -> list[str]:
    """Return the ids of every text that may be said on the phone."""
    return sorted(each for each in TEXTS.ids(language) if not each.startswith(NEVER_SAID))


@settings(max_examples=len(VALUES) * 2, deadline=None, database=None)
@given(st.sampled_from(VALUES), st.sampled_from(("en", "zh_CN")))
def test_of_every_text_only_words_and_pauses_are_left(value: str, language: str) -> None:
    for message_id in said(language):
        text = PLACEHOLDER.sub(value, TEXTS.raw(language, message_id))

        words = for_the_ear(text, TONGUES[language])

        spoken = NAMED_KEY.sub("x", words)
        assert SAID.fullmatch(spoken), f"{message_id}: {words}"
        assert not re.search(r"[A-Z]{2}|[a-z]\.[a-z]{2}", spoken), f"{message_id}: {words}"
        assert not re.search(r"[,.:;，。：；、] *[,.:;，。：；、]|  ", spoken), (
            f"{message_id}: {words}"
        )


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_for_the_ear_already_stays_as_it_is(language: str) -> None:
    for message_id in said(language):
        words = for_the_ear(
            PLACEHOLDER.sub("x", TEXTS.raw(language, message_id)), TONGUES[language]
        )

        assert for_the_ear(words, TONGUES[language]) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Choose “Settings > User Settings”, then “OK”.",
            "Choose Settings, then User Settings, then O K.",
        ),
        ("The number is at ibkr.com/support.", "The number is at I B K R dot com slash support."),
        ("On the DSC+, hold “press” until “PIN>”.", "On the D S C plus, hold press until pin."),
        ("It shows “CHALLNG>” (a word).", "It shows challenge, a word."),
        ("IB Key, SMS, TWS, QR, PINs", "I B Key, S M S, T W S, Q R, pins"),
        ("From version 966, iOS 11.0.", "From version nine six six, i O S eleven point zero."),
        ("USD 1,500,000 a day.", "one million five hundred thousand U S dollars a day."),
        ("USD 1,234.50", "one thousand two hundred thirty-four point five zero U S dollars"),
        (
            "Call +1 202 555 0101.",
            "Call plus one, two zero two, five five five, zero one zero one.",
        ),
        ("Call +85251230102.", "Call plus eight five two, five one two, three zero one, zero two."),
        ("We ring +1 ••• 0101.", "We ring the number ending in zero one zero one."),
        ("Your number is 402 981.", "Your number is four zero two, nine eight one."),
        (
            "Open 203.0.113.0/24",
            "Open two zero three dot zero dot one one three dot zero slash twenty-four",
        ),
        (
            "On November 23, 9:05 AM, 2026",
            "On November twenty-third, nine oh five A M, twenty twenty-six",
        ),
        ("First\n- a & b\n- c/d", "First. a and b. c, d"),
        ("A 6-digit code, 5%.", "A six-digit code, five percent."),
        ("Press 7, 2 times.", "Press 7, two times."),
        ("Press * or #.", "Press star or pound."),
        ("With M2FS, F2.", "With M two F S, F two."),
    ],
)
def test_english_for_the_ear(text: str, words: str) -> None:
    assert for_the_ear(text, TONGUES["en"]) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("电话见 ibkr.com/support。", "电话见 I B K R 点 com 斜杠 support。"),
        ("点击“设置 > 安全”，再按“OK”。", "点击设置，再选安全，再按 O K。"),
        ("依次选择“设置”“使用者设置”。", "依次选择设置，使用者设置。"),
        ("数码安全卡+收20美元。", "数码安全卡 plus 收二十美元。"),
        ("在移动IBKR中激活IB Key", "在移动 I B K R 中激活 I B Key"),
        ("PIN码是4位", "P I N 码是四位"),
        ("多设备系统（M2FS），可以", "多设备系统，M 二 F S，可以"),
        ("版本966，iOS 11.0或以上", "版本九六六，i O S 十一点零或以上"),
        ("限额1,500,000美元，200,000美元。", "限额一百五十万美元，二十万美元。"),
        ("2天内每2分钟，第2步，2月2日", "两天内每两分钟，第二步，二月二日"),
        ("360手机助手，10分钟，105天", "三六零手机助手，十分钟，一百零五天"),
        ("正在拨打 +852 ••• 0112。", "正在拨打尾号零幺幺二的号码。"),
        ("接续号码是 402 981，15分钟内有效", "接续号码是四零二，九八幺，十五分钟内有效"),
        ("2026年11月23日 上午9:05", "二零二六年十一月二十三日上午九点零五分"),
        ("11月23日星期一 09:05（北美东部时间）", "十一月二十三日星期一，九点零五分，北美东部时间"),
        ("收听请按 7。", "收听请按 7。"),
        ("网段 203.0.113.0/24", "网段二零三点零点幺幺三点零斜杠二十四"),
        ("5%", "百分之五"),
    ],
)
def test_chinese_for_the_ear(text: str, words: str) -> None:
    assert for_the_ear(text, TONGUES["zh_CN"]) == words
