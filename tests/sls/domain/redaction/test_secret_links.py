"""Links lose their secrets and keep their address (ASVS 14.2.1); tokens are hidden."""

import pytest

from sls.domain.folding import fold
from sls.domain.redaction.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://www.ibkr.com/sso?token=abcdef", "https://www.ibkr.com/sso?token=[secret]"),
        (
            "https://www.ibkr.com/sso?user=alice&password=hunter",
            "https://www.ibkr.com/sso?user=alice&password=[secret]",
        ),
        ("ibkr.com/reset?token=abc", "ibkr.com/reset?token=[secret]"),
        ("https://ibkr.com/x#access_token=abcdefgh", "https://ibkr.com/x#access_token=[secret]"),
        ("https://ibkr.com/x?code=402981", "https://ibkr.com/x?code=[secret]"),
        ("https://alice:hunter@ibkr.com/", "https://[secret]@ibkr.com/"),
        ("https://ibkr.com/reset/3f9a8b7c6d5e4f3a2b1c0d9e", "https://ibkr.com/reset/[secret]"),
        ("see https://ibkr.com/reset/AbCdEf123456789xyz.", "see https://ibkr.com/reset/[secret]."),
        ("https://ibkr.com/magic?x=9f86d081884c7d659a2f", "https://ibkr.com/magic?x=[secret]"),
        ("https://ibkr.com/verify/402981", "https://ibkr.com/verify/[code]"),
        ("otpauth://totp/IBKR:alice?secret=JBSWY3DPEHPK3PXP", "[secret]"),
    ],
)
def test_a33_the_secret_of_a_link_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w", "[secret]"),
        ("Authorization: Basic YWxpY2U6aHVudGVyMg==", "Authorization: Basic [secret]"),
        ("sk_live_51HxyzABCdefg", "[secret]"),
        ("9f86d081884c7d659a2feaa0c55ad015", "[secret]"),
        ("it says JBSW Y3DP EHPK 3PXP", "it says [secret]"),
        ("JBSWY3DPEHPK3PXP", "[secret]"),
    ],
)
def test_a33_a_token_of_a_machine_is_masked_anywhere(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "https://www.ibkr.com/help",
        "https://www.interactivebrokers.com/en/general/security.php",
        "https://ibkr.com/login?lang=zh&ref=home",
        "https://ibkr.com/how-to-reset-2fa-on-iphone-15-pro",
        "ibkr.com/sso",
        "help@ibkr.com",
        "INTERACTIVE BROKERS MOBILE",
        "AUTHENTICATION PROBLEMS",
    ],
)
def test_a_link_without_a_secret_is_kept(text):
    assert mask(text).text == fold(text)
