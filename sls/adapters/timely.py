"""Requests that name a last moment: it is looked at right before their words are on the line.

Whatever was looked at earlier may be long ago by then: a connection is made first, and a process
can be frozen. A server acts on no request whose body it never got.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from requests import PreparedRequest
from requests.adapters import HTTPAdapter

from sls.domain.deliveries import AnnouncedTooLongAgo
from sls.ports import Clock


class Departure:
    """The last moment for what each thread is about to send, if there is one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._of_thread = threading.local()

    @contextmanager
    def by(self, moment: datetime) -> Iterator[None]:
        """Let nothing that this thread sends meanwhile leave after a moment."""
        self._of_thread.leave_by = moment
        try:
            yield
        finally:
            self._of_thread.leave_by = None

    def look(self) -> None:
        """Look whether it may still leave.

        Raises:
            AnnouncedTooLongAgo: its last moment is over.
        """
        leave_by = getattr(self._of_thread, "leave_by", None)
        if leave_by is not None and self._clock.now() > leave_by:
            raise AnnouncedTooLongAgo


class TimelyAdapter(HTTPAdapter):
    """Sends bodies that are read, and with that looked after, once the connection is there."""

    def __init__(self, departure: Departure, connections: int) -> None:
        super().__init__(pool_maxsize=connections)
        self._departure = departure

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Send a request whose length is known already.

        Raises:
            AnnouncedTooLongAgo: its last moment is over, and its body was not sent.
        """
        self._departure.look()
        if isinstance(request.body, str | bytes):
            body = request.body.encode() if isinstance(request.body, str) else request.body
            request.body = _LookedAfter(body, self._departure)  # type: ignore[assignment]
        return super().send(request, *args, **kwargs)


class _LookedAfter:
    """A body that is handed out in one piece, if it may still leave."""

    def __init__(self, body: bytes, departure: Departure) -> None:
        self._body = body
        self._departure = departure

    def read(self, _size: int = -1) -> bytes:
        """Return what is left of it: all, and then nothing."""
        body, self._body = self._body, b""
        if body:
            self._departure.look()
        return body
