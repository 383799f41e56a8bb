"""Identity tokens that say in clear what they claim."""

from datetime import datetime, timedelta

from sls.domain.errors import IdentityRejected
from sls.ports import IdentityClaims


class IssuedTokens:
    """Knows the tokens that it has issued and no others."""

    def __init__(self) -> None:
        self._issued: dict[str, IdentityClaims] = {}

    def issue(self, username: str, now: datetime, token_id: str | None = None) -> str:
        """Return a token for a user, good for five minutes."""
        token = f"identity-{len(self._issued) + 1}"
        expires_at = now + timedelta(seconds=300)
        self._issued[token] = IdentityClaims(username, token_id or token, expires_at)
        return token

    def claims(self, token: str, now: datetime) -> IdentityClaims:
        """Return what an issued token claims; IdentityRejected for every other."""
        claims = self._issued.get(token)
        if claims is None or now >= claims.expires_at:
            raise IdentityRejected
        return claims
