"""Both languages are complete, equal and in our style; every text is used and every use has one."""

import re
from pathlib import Path

import pytest

from sls.domain.languages import CHINESE, ENGLISH, LANGUAGES
from sls.texts import Catalogues, placeholders
from tests.locales.use import families, heard, literal_ids

LOCALES = Path(__file__).resolve().parents[2] / "locales"
TEXTS = Catalogues(LOCALES)
CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
LATIN_RUN = re.compile(r"[A-Za-z][\w'’&/+.-]*(?: +[A-Za-z][\w'’&/+.-]*)*")
MAX_LATIN_WORDS = 3
# Names and labels that are said in English within Chinese sentences.
ENGLISH_NAMES = ("Interactive Brokers", "IB Key", "IBKR Mobile", "Client Portal")


def _said(language: str) -> dict[str, str]:
    """Return what the product says; what customers say (`hear.…`) is written as they write."""
    ids = (each for each in TEXTS.ids(language) if not each.startswith("hear."))
    return {each: TEXTS.raw(language, each) for each in ids}


def _chinese() -> dict[str, str]:
    return _said(CHINESE)


def _english() -> dict[str, str]:
    return _said(ENGLISH)


def _without_placeholders(text: str) -> str:
    return re.sub(r"\{\w+\}", " ", text)


def _where(texts: dict[str, str], pattern: str) -> list[str]:
    return sorted(each for each, text in texts.items() if re.search(pattern, text))


def test_both_languages_have_the_same_texts():
    english, chinese = TEXTS.ids(ENGLISH), TEXTS.ids(CHINESE)

    assert sorted(english - chinese) == []
    assert sorted(chinese - english) == []


def test_a_text_has_the_same_placeholders_in_both_languages():
    english, chinese = _english(), _chinese()
    differing = [
        each
        for each in sorted(english.keys() & chinese.keys())
        if placeholders(english[each]) != placeholders(chinese[each])
    ]

    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brace_belongs_to_a_placeholder(language):
    texts = {each: TEXTS.raw(language, each) for each in TEXTS.ids(language)}

    assert [
        each for each, text in texts.items() if re.search(r"[{}]", _without_placeholders(text))
    ] == []


def test_every_text_is_used():
    used = literal_ids().union(heard(), *families().values())

    assert sorted(TEXTS.ids(ENGLISH) - used) == []


def test_every_id_in_the_sources_has_a_text():
    sections = {each.split(".")[0] for each in TEXTS.ids(ENGLISH)}
    meant = {each for each in literal_ids() if each.split(".")[0] in sections}

    assert sorted(meant - TEXTS.ids(ENGLISH)) == []


@pytest.mark.parametrize("family", sorted(families()))
def test_every_text_of_a_family_is_there(family):
    assert sorted(families()[family] - TEXTS.ids(ENGLISH)) == []


def test_english_is_english():
    mixed = [e for e, text in _english().items() if CJK.search(text.replace("中文", ""))]

    assert mixed == []


def test_chinese_is_chinese():
    """A label whose Chinese nobody knows stays English, in quotation marks."""
    mixed = {}
    for each, text in _chinese().items():
        plain = re.sub("“[^“”]*”", "。", _without_placeholders(text))
        for name in ENGLISH_NAMES:
            plain = plain.replace(name, "。")
        runs = [run for run in LATIN_RUN.findall(plain) if len(run.split()) > MAX_LATIN_WORDS]
        if runs:
            mixed[each] = runs

    assert mixed == {}


def test_nobody_shouts():
    assert _where(_english(), r"[!！]") == []
    assert _where(_chinese(), r"[!！]") == []


def test_chinese_customers_are_addressed_politely():
    assert _where(_chinese(), "你|妳") == []


def test_chinese_uses_simplified_characters_and_chinese_punctuation():
    assert _where(_chinese(), r"[\u4e00-\u9fff][,;?:](?!\d)") == []
    assert _where(_chinese(), "[驗證碼電話號請點擊選擇錄機聯繫輸賬戶網頁]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_padded(language):
    for each in TEXTS.ids(language):
        text = TEXTS.raw(language, each)
        assert text, each
        assert text == text.strip(), each
        assert "  " not in text, each


def test_an_english_message_fits_one_segment():
    text = TEXTS.text(ENGLISH, "sms.code", code="402981")

    assert len(text) <= 160
    assert sorted(set(text) - GSM_7) == []


def test_a_chinese_message_fits_one_segment():
    text = TEXTS.text(CHINESE, "sms.code", code="402981")

    assert len(text.encode("utf-16-be")) // 2 <= 70


def test_a_message_begins_with_its_code():
    for language in LANGUAGES:
        assert TEXTS.text(language, "sms.code", code="402981").startswith("402981")


def test_no_spoken_text_holds_a_digit_that_a_voice_could_misread():
    spoken = {e for e in TEXTS.ids(ENGLISH) if e.startswith("voice.")}
    # Keys are named by their digit on purpose, as they stand on the phone.
    named_keys = {"voice.menu", "voice.menu.person"}

    for language in LANGUAGES:
        texts = {each: TEXTS.raw(language, each) for each in spoken - named_keys}
        assert _where(texts, r"\d") == []
