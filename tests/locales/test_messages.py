"""Text messages: each fits into one, and says what it must."""

from pathlib import Path

import pytest

from sls.domain.factors import FactorKind
from sls.domain.languages import CHINESE, ENGLISH
from sls.domain.messages import Utterance
from sls.texts import Catalogues
from tests.locales.test_catalogues import GSM_7

TEXTS = Catalogues(Path(__file__).resolve().parents[2] / "locales")
CODES = sorted(each for each in TEXTS.ids(ENGLISH) if each.startswith("sms."))
NOTICES = sorted(each for each in TEXTS.ids(ENGLISH) if each.startswith("notice."))
SEGMENT = {ENGLISH: 160, CHINESE: 70}


def _rendered(language: str, message_id: str) -> list[str]:
    """Return a message with the longest code, or as a notice for every device it may name."""
    if message_id in CODES:
        return [TEXTS.text(language, message_id, code="40298140")]
    kinds = [Utterance(f"factor.{kind}").as_data() for kind in FactorKind]
    return [TEXTS.text(language, message_id, device=each) for each in kinds]


@pytest.mark.parametrize("language", SEGMENT)
@pytest.mark.parametrize("message_id", [*CODES, *NOTICES])
def test_a_text_message_fits_into_one(message_id, language):
    for text in _rendered(language, message_id):
        assert len(text) <= SEGMENT[language]
        assert language != ENGLISH or sorted(set(text) - GSM_7) == []


@pytest.mark.parametrize("language", SEGMENT)
@pytest.mark.parametrize("message_id", CODES)
def test_a_code_comes_first_for_the_preview(message_id, language):
    assert all(text.startswith("40298140") for text in _rendered(language, message_id))


@pytest.mark.parametrize("language", SEGMENT)
@pytest.mark.parametrize("message_id", NOTICES)
def test_a19_a_notice_says_whom_to_contact(message_id, language):
    assert all("ibkr.com/support" in text for text in _rendered(language, message_id))
