"""A numbering plan of the few countries that tests call."""

_REGIONS = {"+1": "US", "+852": "HK", "+86": "CN", "+65": "SG", "+44": "GB"}
_NOBODY = ("+1900", "+1800")


class SmallPlan:
    """Knows the regions of the demo's numbers; premium and free numbers have none."""

    def region(self, e164: str) -> str | None:
        """Return the region of a number, or None."""
        if e164.startswith(_NOBODY) or len(e164) < 11:
            return None
        codes = [code for code in _REGIONS if e164.startswith(code)]
        return _REGIONS[max(codes, key=len)] if codes else None

    def refusal(self, number: str) -> str | None:
        """Return why this cannot be somebody's mobile number, or None when it can."""
        if "," in number:
            return "extension"
        reasons = {"+1900": "premium_rate", "+1800": "toll_free"}
        named = [reason for code, reason in reasons.items() if number.startswith(code)]
        return named[0] if named else (None if self.region(number) else "not_a_number")
