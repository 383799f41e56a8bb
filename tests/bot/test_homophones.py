"""Words of ours that were typed with another character of the same sound are understood."""

import pytest

from bot.components.folding import fold, fold_aligned
from bot.components.homophones import right_homophones


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("取款密马怎么改", "取款密码怎么改"),
        ("快帮我东结卡", "快帮我冻结卡"),
        ("验正码收不到", "验证码收不到"),
        ("怎么机活", "怎么激活"),
        ("转人功", "转人工"),
        ("安全登路", "安全登录"),
        ("挂施", "挂失"),
    ],
)
def test_a_word_of_ours_is_put_right(written, meant):
    assert right_homophones(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "说不清楚",
        "密密麻麻的字",
        "收集邮票",
        "克服困难",
        "我的卡好像丢了",
        "几个设备一起用",
        "增加提现额度",
        "不是登不了，是嫌验证麻烦",
        "my PIN 3 times",
        "",
    ],
)
def test_what_means_something_else_is_left_alone(text):
    assert right_homophones(text) == text


def test_traditional_writing_is_put_right_too():
    assert fold("怎麼清廚App的資料") == "怎么清除app的资料"


def test_what_is_put_right_still_points_to_what_was_written():
    folded = fold_aligned("我的密马")
    start = folded.text.index("密码")
    assert folded.original_span(start, start + 2) == (2, 4)
