"""Amounts say what they are by a mark, a unit or the word for moving money, and are kept."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


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
        "withdraw 5000",
        "I want to withdraw 200000",
        "提取200000",
        "提款50000",
    ],
)
def test_a_round_sum_that_is_moved_is_kept(text):
    assert mask(text).text == fold(text)
