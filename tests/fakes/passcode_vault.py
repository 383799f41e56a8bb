"""A vault of passcodes without the cost of hashing."""


class PlainPasscodeVault:
    """Binds what it keeps to its factor as the real vault does."""

    def hash(self, passcode: str, factor_id: str) -> str:
        """Return the stored form of a passcode."""
        return f"{factor_id}|{passcode[::-1]}"

    def matches(self, hashed: str, passcode: str, factor_id: str) -> bool:
        """Whether this is the passcode that is stored so."""
        return hashed == self.hash(passcode, factor_id)
