"""Phone numbers in E.164, and how much of one may be shown."""

import re
from dataclasses import dataclass

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_ONE_DIGIT_CODES = frozenset("17")
# ITU E.164 country codes of two digits; every other code that does not start with 1 or 7 has three.
_TWO_DIGIT_CODES = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
    "64 65 66 81 82 84 86 90 91 92 93 94 95 98".split()
)


@dataclass(frozen=True)
class PhoneNumber:
    """A phone number in E.164 form, such as +12025550101.

    Raises:
        ValueError: the text is not E.164 (extensions and pauses included).
    """

    e164: str

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.e164):
            raise ValueError("not an E.164 number")

    @property
    def masked(self) -> str:
        """The country code and the last four digits, as `+1 ••• 0101`."""
        return f"+{self._country_code} ••• {self.e164[-4:]}"

    @property
    def _country_code(self) -> str:
        digits = self.e164[1:]
        if digits[0] in _ONE_DIGIT_CODES:
            return digits[0]
        return digits[:2] if digits[:2] in _TWO_DIGIT_CODES else digits[:3]
