"""Numbers of cards, accounts and papers are hidden where they are named (F31d)."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my card number is 4111 1111 1111 1112", "my card number is [card]"),
        ("4111 1111 1111 1112 is my card number", "[card] is my card number"),
        ("银行卡号6222021234567890124", "银行卡号[card]"),
        ("my bank account number is 123456789", "my bank account number is [card]"),
        ("A/C no 123-456-789", "A/C no [card]"),
        ("账号是 6222 0212 3456 7890", "账号是 [card]"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [card]"),
    ],
)
def test_a_card_or_account_number_that_is_named_is_masked(text, masked):
    """Also where its check digit is wrong: people mistype."""
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("SSN 123-45-6789", "SSN [secret]"),
        ("ssn: 123 45 6789", "ssn: [secret]"),
        ("passport number is E12345678", "passport number is [secret]"),
        ("HKID A123456(7)", "HKID [secret]"),
        ("身份证号11010519491231002X", "身份证号[secret]"),
        ("護照E12345678", "護照[secret]"),
    ],
)
def test_the_number_of_a_paper_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "account number is U1234567",
        "账号是U1234567",
        "my account U1234567",
        "my account is locked",
        "account number",
        "passport needed",
        "身份证要吗",
        "卡号在哪",
    ],
)
def test_the_names_of_the_brokers_own_accounts_are_kept(text):
    assert mask(text).text == fold(text)
