"""Event streams: one tailer reads the events table and wakes every open page.

A WSGI server with N threads is deaf after N open streams, so their number is capped below the
server's threads, and a page that gets no stream falls back to the long poll.
"""

import json
import queue
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import Response

from sls.core import Core
from sls.domain.conversations import Event
from web.problems import StreamsFull
from web.rendering import event_data

MAX_STREAMS = 200
MAX_POLLS = 30
MAX_OF_ONE_CONVERSATION = 6
HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 0.1
_FULL_RETRY = timedelta(seconds=5)


class Streams:
    """The open streams of this process; the tailer starts with the first listener."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._listeners: dict[str, set[queue.SimpleQueue[Event]]] = {}
        self._open = 0
        self._tailer: threading.Thread | None = None

    def open(self, conversation_id: str, after: int) -> Response:
        """Return a stream of a conversation's events after one.

        Raises:
            StreamsFull: every stream is taken; the long poll still works.
        """
        with self._lock:
            of_this = len(self._listeners.get(conversation_id, ()))
            if self._open >= MAX_STREAMS or of_this >= MAX_OF_ONE_CONVERSATION:
                raise StreamsFull(_FULL_RETRY)
            self._open += 1
        mine = self._subscribe(conversation_id)
        stream = self._stream(conversation_id, after, mine)
        response = Response(stream, mimetype="text/event-stream")
        # Not in the generator: one that was never begun never comes to its `finally`.
        response.call_on_close(lambda: self._close(conversation_id, mine))
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        return response

    def wait(self, conversation_id: str, after: int, seconds: float) -> None:
        """Return when the conversation has an event after this one, or when time is up."""
        mine = self._subscribe(conversation_id)
        deadline = time.monotonic() + seconds
        try:
            # Beyond the cap a poll answers at once: threads must be left for everybody else.
            if (
                self._count_listeners() <= MAX_STREAMS + MAX_POLLS
                and seconds > 0
                and not self._past(conversation_id, after)
            ):
                while (mine.get(timeout=max(0.0, deadline - time.monotonic())).id or 0) <= after:
                    pass  # the tailer tells late of what the poll has seen already
        except queue.Empty:
            return
        finally:
            self._unsubscribe(conversation_id, mine)

    def _stream(
        self, conversation_id: str, after: int, mine: "queue.SimpleQueue[Event]"
    ) -> Iterator[str]:
        """Tell the past, then the present; `mine` listens since before the past was read."""
        seen = after
        yield "retry: 2000\n\n"
        for event in self._past(conversation_id, after):
            seen = event.id or seen
            yield self._frame(event)
        while True:
            try:
                event = mine.get(timeout=HEARTBEAT_SECONDS)
            except queue.Empty:
                yield ": still here\n\n"
                continue
            if (event.id or 0) > seen:
                seen = event.id or seen
                yield self._frame(event)

    def _close(self, conversation_id: str, mine: "queue.SimpleQueue[Event]") -> None:
        self._unsubscribe(conversation_id, mine)
        with self._lock:
            self._open -= 1

    def _past(self, conversation_id: str, after: int) -> list[Event]:
        with self._core.units.read() as unit:
            return list(unit.conversations.events_after(conversation_id, after))

    def _frame(self, event: Event) -> str:
        data = json.dumps(event_data(self._core.texts, event), ensure_ascii=False)
        return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n"

    def _subscribe(self, conversation_id: str) -> "queue.SimpleQueue[Event]":
        mine: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with self._lock:
            self._listeners.setdefault(conversation_id, set()).add(mine)
            if self._tailer is None:
                newest = self._core.listening.newest()
                self._tailer = threading.Thread(target=self._tail, args=(newest,), daemon=True)
                self._tailer.start()
        return mine

    def _count_listeners(self) -> int:
        with self._lock:
            return sum(len(listeners) for listeners in self._listeners.values())

    def _unsubscribe(self, conversation_id: str, mine: Any) -> None:
        with self._lock:
            listeners = self._listeners.get(conversation_id, set())
            listeners.discard(mine)
            if not listeners:
                self._listeners.pop(conversation_id, None)

    def _tail(self, newest: int) -> None:
        pause = threading.Event()
        while not pause.wait(POLL_SECONDS):
            try:
                newest = self._deliver(newest)
            except Exception:  # noqa: BLE001 - the tailer must outlive a database that is away for a moment
                pause.wait(1.0)

    def _deliver(self, newest: int) -> int:
        for event in self._core.listening.after(newest):
            newest = event.id or newest
            with self._lock:
                listeners = list(self._listeners.get(event.conversation_id, ()))
            for each in listeners:
                each.put(event)
        return newest
