"""Twilio's own HTTP client, which reads what its exceptions leave out: when to come back."""

import json
import logging
from datetime import timedelta
from typing import Any

from requests.adapters import HTTPAdapter
from twilio.http.http_client import TwilioHttpClient

from sls.domain.errors import GatewayError

_TOO_MANY, _UNAVAILABLE = 429, 503
# Longer than a customer waits for a code there is nothing to wait for; then we ask again.
LONGEST_PAUSE = timedelta(seconds=60)


class AttentiveHttpClient(TwilioHttpClient):
    """Raises what may be tried again itself, with the Retry-After that came with it.

    Twilio's own keeps four connections more than there are processors; whoever orders more at once
    would make and drop one for each order.
    """

    def __init__(self, timeout: float, logger: logging.Logger, connections: int) -> None:
        super().__init__(timeout=timeout, logger=logger)
        assert self.session is not None
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(pool_maxsize=connections))

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request.

        Raises:
            GatewayError: it was turned away, with no effect.
        """
        response = super().request(*args, **kwargs)
        if response.status_code in (_TOO_MANY, _UNAVAILABLE):
            raise GatewayError(
                f"twilio_{_code(response.text) or response.status_code}",
                is_retryable=True,
                is_throttling=response.status_code == _TOO_MANY,
                retry_after=_retry_after(response.headers),
            )
        return response


def _code(text: str) -> int | None:
    try:
        code = json.loads(text)["code"]
    except (ValueError, TypeError, KeyError):
        return None
    return code if isinstance(code, int) else None


def _retry_after(headers: Any) -> timedelta | None:
    """Return the pause that is asked for in seconds; as a date it would need their clock."""
    text = (headers or {}).get("Retry-After", "")
    if not (text.isascii() and text.isdigit()):
        return None
    return min(timedelta(seconds=int(text[:6])), LONGEST_PAUSE)
