"""Phone numbers and what is shown of them."""

import pytest

from sls.domain.phones import PhoneNumber


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        ("+12025550101", "+1 ••• 0101"),
        ("+85251230102", "+852 ••• 0102"),
        ("+6585550103", "+65 ••• 0103"),
        ("+8613800138000", "+86 ••• 8000"),
        ("+447400900106", "+44 ••• 0106"),
        ("+79161234567", "+7 ••• 4567"),
        ("+358401234567", "+358 ••• 4567"),
        ("+886912345678", "+886 ••• 5678"),
    ],
)
def test_only_the_country_code_and_the_last_four_digits_are_shown(e164, masked):
    assert PhoneNumber(e164).masked == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12025550101",
        "+02025550101",
        "+1202555010112345",
        "+1 202 555 0101",
        "+12025550101,,,1",
        "+12025550101;ext=5",
        "+12025550101x9",
        "+1202555010w",
        "+12025550101\n",
        "＋12025550101",
        "+١٢٠٢٥٥٥٠١٠١",
    ],
)
def test_what_is_not_e164_is_no_number(text):
    with pytest.raises(ValueError, match=r"E\.164"):
        PhoneNumber(text)
