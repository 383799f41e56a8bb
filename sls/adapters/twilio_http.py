"""Twilio's own HTTP client, which reads what its exceptions leave out: when to come back."""

import json
import logging
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from twilio.http.http_client import TwilioHttpClient

from sls.adapters.timely import Departure, TimelyAdapter
from sls.domain.errors import GatewayError
from sls.ports import Clock

_TOO_MANY, _UNAVAILABLE = 429, 503
# Longer than a customer waits for a code there is nothing to wait for; then we ask again.
LONGEST_PAUSE = timedelta(seconds=60)


class AttentiveHttpClient(TwilioHttpClient):
    """Raises what may be tried again itself, with the Retry-After that came with it.

    Twilio's own keeps four connections more than there are processors; whoever orders more at once
    would make and drop one for each order.
    """

    def __init__(
        self, timeout: float, logger: logging.Logger, connections: int, clock: Clock
    ) -> None:
        super().__init__(timeout=timeout, logger=logger)
        assert self.session is not None
        self._departure = Departure(clock)
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, TimelyAdapter(self._departure, connections))

    def leaving_by(self, moment: datetime) -> AbstractContextManager[None]:
        """Let nothing that this thread sends meanwhile leave after a moment."""
        return self._departure.by(moment)

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request.

        Raises:
            AnnouncedTooLongAgo: its last moment was over, and it did not leave.
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
