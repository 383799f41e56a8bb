"""Identifying: whom the support site says it has logged in, proved by a one-time token."""

from datetime import datetime

from sls.domain.errors import IdentityRejected
from sls.ports import IdentityTokens, UnitOfWork


class Identifying:
    """Turns the site's identity token into a customer (design 4.3)."""

    def __init__(self, tokens: IdentityTokens) -> None:
        self._tokens = tokens

    def customer_of(self, unit: UnitOfWork, token: str, now: datetime) -> str:
        """Return the id of the customer a token names; each token works once.

        Raises:
            IdentityRejected: forged, stale, used before, for someone else or of no customer.
        """
        claims = self._tokens.claims(token, now)
        customer = unit.customers.by_username(claims.username)
        if customer is None or not unit.use_identity_token(claims.token_id, claims.expires_at):
            raise IdentityRejected
        return customer.id
