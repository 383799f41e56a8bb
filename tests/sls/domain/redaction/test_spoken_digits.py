"""Digits in words are digits, in whatever words (security A33, A40)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my code is one two three four five six", "my code is [code]"),
        ("my code is double seven three four five six", "my code is [code]"),
        ("double seven three four double five", "[code]"),
        ("triple four one nine two", "[code]"),
        ("four o two nine eight one", "[code]"),
        ("nought four one nine two two", "[code]"),
        ("four then zero then two then nine then eight then one", "[code]"),
        ("forty-two ninety-eight seventeen", "[code]"),
        ("fourzerotwonine", "[code]"),
        ("four\nzero\ntwo\nnine", "[code]"),
        ("four zero two nine eight one seven", "[code] seven"),
        ("幺二三四五六", "[code]"),
        ("壹貳參肆伍陸", "[code]"),
        ("四零兩九八一", "[code]"),
        ("四 零 二    九 八 一", "[code]"),
        ("四零二...九八一", "[code]"),
        ("四零二九八么", "[code]"),
        ("洞四拐二勾幺", "[code]"),
        ("四零两个九八一", "[code]"),
        ("是四零二还有九八一", "是[code]"),
        ("短信里的数字是四零二九八一", "短信里的数字是[code]"),
        ("啱啱收到個碼 四零二九八一", "啱啱收到個碼 [code]"),
        ("four one one one one one one one one one one one one one one one", "[card]"),
    ],
)
def test_a33_a_dictated_code_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("four 0 two 9 eight 1", "[code]"),
        ("4零2九8一", "[code]"),
        ("402九八一", "[code]"),
        ("四零二981", "[code]"),
        ("it's 4 oh 2, 9 8 1", "it's [code]"),
        ("code is four 0 two 9 eight 1", "code is [code]"),
    ],
)
def test_a33_words_and_figures_make_one_code(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "ten thirty",
        "at ten thirty",
        "nineteen ninety nine",
        "in nineteen ninety eight",
        "nine to five",
        "ten, twenty, fifty",
        "seventy five percent",
        "twenty to thirty",
        "one or two or three",
        "one hundred twenty",
        "三四天",
        "五六次",
        "十五六个",
        "一五一十",
        "三番五次",
        "第一第二第三第四",
        "一二三四五万",
        "星期一二三",
        "周一到周五",
        "什么一二三",
        "一会儿",
        "没有一个",
    ],
)
def test_words_for_numbers_are_no_code_in_a_sentence(text):
    assert mask(text).text == fold(text)
