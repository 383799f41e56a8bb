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
