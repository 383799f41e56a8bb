"""The world's numbering plan, from Google's libphonenumber data."""

import re

import phonenumbers

# The parser would drop extensions and pauses ("+1…,,,1"), which dial more than the number.
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Whatever a dialler would read as a pause, a wait or an extension (A16).
_EXTENSION = re.compile(r"[,;#*pwx]|ext", re.IGNORECASE)
_NOT_MOBILE = "not_mobile"
_Type = phonenumbers.PhoneNumberType
# Numbers that cost, that are not tied to one phone (NIST SP 800-63B-4 3.1.3.3), or have no SMS.
_REFUSED: dict[int, str | None] = {
    _Type.MOBILE: None,
    _Type.FIXED_LINE_OR_MOBILE: None,
    _Type.PREMIUM_RATE: "premium_rate",
    _Type.SHARED_COST: "shared_cost",
    _Type.VOIP: "voip",
    _Type.TOLL_FREE: "toll_free",
    _Type.PAGER: "pager",
    _Type.UAN: "uan",
    _Type.VOICEMAIL: "voicemail",
}
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

    def refusal(self, number: str) -> str | None:
        """Return why this cannot be somebody's mobile number, or None when it can."""
        if _EXTENSION.search(number):
            return "extension"
        if not _E164.fullmatch(number):
            return "not_a_number"
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return "not_a_number"
        if not phonenumbers.is_valid_number(parsed):
            return "not_a_number"
        return _REFUSED.get(phonenumbers.number_type(parsed), _NOT_MOBILE)
