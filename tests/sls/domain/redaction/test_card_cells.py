"""Cells of a security code card are hidden (security A27, A33)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("cell 12 is A7K", "cell 12 is [secret]"),
        ("第12格是A7K", "第12格是[secret]"),
        ("index 12 = A7K, 45 = 3PQ", "index 12 = [secret], 45 = [secret]"),
        ("12 is A7K and 45 is 3PQ", "12 is [secret] and 45 is [secret]"),
        ("index 12 = AKX", "index 12 = [secret]"),
        ("编号12对应A7K，45对应3PQ", "编号12对应[secret],45对应[secret]"),
        ("卡上12是A7K，45是3PQ", "卡上12是[secret],45是[secret]"),
        ("the card says A7K3PQ", "the card says [secret]"),
        ("card shows A7K 3PQ", "card shows [secret]"),
        ("card code A7K", "card code [secret]"),
        ("codes are A7K and 3PQ", "codes are [secret]"),
        ("卡上的代码是A7K3PQ", "卡上的代码是[secret]"),
        ("I entered A7K3PQ", "I entered [secret]"),
        ("我输入A7K3PQ不对", "我输入[secret]不对"),
    ],
)
def test_a33_a_cell_beside_its_place_or_its_card_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("A7K3PQ", "[secret]"),
        ("A7K 3PQ", "[secret]"),
        ("a7k 3pq", "[secret]"),
        ("A7K and 3PQ", "[secret]"),
        ("A7K", "[secret]"),
    ],
)
def test_a33_two_cells_alone_are_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "2FA",
        "S24",
        "M2FS",
        "U12345",
        "TWS966",
        "24H",
        "4GB",
        "index 12 and 45",
        "it asks for 12 and 45",
        "the card is old",
        "my card is new",
        "card has 224 codes",
        "卡是旧的",
        "number 12 is the one",
        "the 2nd card",
    ],
)
def test_what_is_as_short_as_a_cell_is_kept(text):
    assert mask(text).text == fold(text)


def test_a_user_name_as_short_as_two_cells_is_kept_where_it_was_asked_for():
    assert mask("A7K3PQ", expects_username=True).text == "A7K3PQ"
