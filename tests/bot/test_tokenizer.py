"""The tokenizer and the folding behind it."""

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.folding import fold, fold_aligned
from bot.components.tokenizer import BilingualTokenizer


def tokens(text: str) -> "list[str]":
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    return [one.text for one in tokenizer.tokenize(Message(data={"text": text}), "text")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I didn't get it!", ["I", "didn't", "get", "it"]),
        ("TWS 收不到 code", ["TWS", "收", "不", "到", "code"]),
        ("我的DSC+丢了", ["我", "的", "DSC+", "丢", "了"]),
        ("code [code] expired", ["code", "[code]", "expired"]),
        ("$250,000.50", ["250,000.50"]),
        ("ＴＷＳ２", ["ＴＷＳ２"]),
        ("???", ["???"]),
    ],
)
def test_mixed_text_becomes_words_and_characters(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize("text", ["ＩＢ　Ｋｅｙ 換手機", "㎏ A ﬁn 我", "  DSC+   壞咗 !"])
def test_offsets_refer_to_the_original_text(text):
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())

    for token in tokenizer.tokenize(Message(data={"text": text}), "text"):
        assert text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＤＳＣ＋", "dsc+"),
        ("提款限額", "提款限额"),
        ("唔見咗部電話", "不见了部电话"),
        ("換手機後", "换手机后"),
    ],
)
def test_width_case_script_and_cantonese_are_folded(written, folded):
    assert fold(written) == folded


def test_every_folded_character_knows_its_origin():
    folded = fold_aligned("a㎏裝")

    assert folded.text == "akg装"
    assert folded.origins == [0, 1, 1, 2]
    assert folded.original_span(1, 3) == (1, 2)


def test_training_data_are_hashed_once_a_training_and_never_alike():
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    first, second = (
        tokenizer.process_training_data(TrainingData([Message.build("hello", "greet")]))
        for _ in range(2)
    )

    assert first.fingerprint() == first.fingerprint() != second.fingerprint()
