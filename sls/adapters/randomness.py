"""Chance from the operating system."""

import secrets


class SystemRandomness:
    """Tokens and digits from `secrets`."""

    def token(self) -> str:
        """Return an unguessable URL-safe token of 256 bits."""
        return secrets.token_urlsafe(32)

    def digits(self, length: int) -> str:
        """Return that many random digits."""
        return "".join(secrets.choice("0123456789") for _ in range(length))
