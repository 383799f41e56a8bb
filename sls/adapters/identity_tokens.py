"""Identity tokens of the support site: JWT, HS256 with a key id, at most five minutes old."""

from datetime import UTC, datetime, timedelta

import jwt
from jwt.types import Options

from sls.domain.errors import IdentityRejected
from sls.ports import IdentityClaims

AUDIENCE = "sls-assistant"
MAX_LIFETIME = timedelta(seconds=300)
MAX_NAME_LENGTH = 128
# The moments are compared here, by our clock and not the library's.
_OPTIONS: Options = {
    "require": ["iss", "aud", "sub", "iat", "exp", "jti"],
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


class JwtIdentityTokens:
    """Checks the tokens of one issuer, by the key that its key id names."""

    def __init__(self, issuer: str, keys: dict[str, str]) -> None:
        self._issuer = issuer
        self._keys = keys

    def claims(self, token: str, now: datetime) -> IdentityClaims:
        """Return what a valid token claims; IdentityRejected for every other."""
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            body = jwt.decode(
                token,
                key,
                algorithms=["HS256"],
                audience=AUDIENCE,
                issuer=self._issuer,
                options=_OPTIONS,
            )
            issued_at = datetime.fromtimestamp(body["iat"], UTC)
            expires_at = datetime.fromtimestamp(body["exp"], UTC)
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise IdentityRejected from error
        names = str(body["sub"]), str(body["jti"])
        if not all(name.isprintable() and 0 < len(name) <= MAX_NAME_LENGTH for name in names):
            raise IdentityRejected
        is_timely = issued_at - timedelta(seconds=30) <= now < expires_at
        if not is_timely or expires_at - issued_at > MAX_LIFETIME:
            raise IdentityRejected
        return IdentityClaims(str(body["sub"]), str(body["jti"]), expires_at)
