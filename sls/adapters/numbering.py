"""The world's numbering plan, from Google's libphonenumber data."""

import phonenumbers


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
        try:
            number = phonenumbers.parse(e164)
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.number_type(number) not in self._CALLABLE:
            return None
        return phonenumbers.region_code_for_number(number)
