"""The world's numbering plan, from Google's libphonenumber data."""

import re

import phonenumbers

# The parser would drop extensions and pauses ("+1…,,,1"), which dial more than the number.
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Satellite and other networks that belong to no country.
_NO_COUNTRY = "001"


class LibphonenumberPlan:
    """Regions of phone numbers; premium, shared-cost and similar numbers have none."""

    _CALLABLE = frozenset(
        {
            phonenumbers.PhoneNumberType.MOBILE,
            phonenumbers.PhoneNumberType.FIXED_LINE,
            phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        }
    )

    def region(self, e164: str) -> str | None:
        """Return the ISO 3166 region of a number that a person can be reached at, or None."""
        if not _E164.fullmatch(e164):
            return None
        try:
            number = phonenumbers.parse(e164)
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.number_type(number) not in self._CALLABLE:
            return None
        region = phonenumbers.region_code_for_number(number)
        return None if region == _NO_COUNTRY else region
