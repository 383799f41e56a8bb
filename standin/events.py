"""What changed since the page last looked, as a stream of server-sent events."""

import json
import threading
from collections.abc import Iterator
from typing import Any

from standin.exchange import Exchange

HEARTBEAT_SECONDS = 15.0
# A stream occupies one thread of the server: after this many events the page asks anew.
EVENTS_A_STREAM = 200
MOST_STREAMS = 24


class Streams:
    """Hands out a limited number of event streams."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._free = threading.BoundedSemaphore(MOST_STREAMS)

    def open(self, after: str) -> Iterator[str] | None:
        """Open a stream behind the given event id, or nothing if there are too many."""
        return self._follow(after) if self._free.acquire(blocking=False) else None

    def release(self) -> None:
        """Give a stream back; also for a reader who left before the first event."""
        self._free.release()

    def _follow(self, after: str) -> Iterator[str]:
        seen = _read(after)
        for _ in range(EVENTS_A_STREAM):
            news, seen = self._next(seen)
            yield news

    def _next(self, seen: tuple[str, int]) -> tuple[str, tuple[str, int]]:
        exchange = self._exchange
        with exchange.changed:
            exchange.changed.wait_for(
                lambda: seen != (exchange.era, exchange.version), HEARTBEAT_SECONDS
            )
            now = (exchange.era, exchange.version)
            if now == seen:
                return ": beat\n\n", seen
            version = seen[1] if seen[0] == exchange.era else -1
            data = changes(exchange, version)
        written = json.dumps(data, ensure_ascii=False)
        return f"id: {now[0]}-{now[1]}\nevent: change\ndata: {written}\n\n", now


def changes(exchange: Exchange, version: int) -> dict[str, Any]:
    """Collect all phones, and the log lines and messages that are newer than a version."""
    return {
        "fresh": version < 0,
        "phones": [phone.as_json() for phone in exchange.phones.values()],
        "entries": [
            {"number": phone.number, **entry.as_json()}
            for phone in exchange.phones.values()
            for entry in phone.entries
            if entry.version > version
        ],
        "messages": [
            message.as_json() for message in exchange.messages.values() if message.version > version
        ],
    }


def _read(after: str) -> tuple[str, int]:
    era, _, version = after.partition("-")
    return (era, int(version)) if version.isdecimal() else ("", -1)
