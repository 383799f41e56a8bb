"""A crew: one who keeps the book, and threads that order side by side, each one thing at a time.

One slow answer of the provider holds up one thread, and nobody waits for the database but the one
who keeps the book: what is taken and what was answered are written down together, many at once.
"""

import logging
import queue
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

log = logging.getLogger("worker")
Thing = TypeVar("Thing")
Answer = TypeVar("Answer")
# Between two rounds of which one failed a worker pauses for a second: an answer that cannot be
# noted holds it up for a minute, and not for ever. By then the reconciler has asked the provider.
MOST_FAILURES = 60
TRIES_AT_THE_END = 3


class Crew(Generic[Thing, Answer]):
    """Takes as many things as there are idle threads, so that whatever was taken is begun at once.

    `take` is given how many, `order` is what threads do, `note` is given their answers.
    """

    def __init__(
        self,
        size: int,
        take: Callable[[int], Sequence[Thing]],
        order: Callable[[Thing], Answer],
        note: Callable[[Sequence[Answer]], None],
    ) -> None:
        self._take, self._order, self._note = take, order, note
        self._idle = size
        self._threads = ThreadPoolExecutor(size, "crew")
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._unnoted: list[Answer] = []
        self._failures = 0

    def work_once(self) -> None:
        """Note what was answered since the last time, and begin with what waits.

        What cannot be noted is kept for the next time, and nothing is begun before it is noted.
        """
        self._note_answers()
        if self._idle == 0:
            return
        for thing in self._take(self._idle):
            self._idle -= 1
            self._threads.submit(self._do, thing)

    def end(self) -> None:
        """Let each finish what it has in hand, and write that down."""
        self._threads.shutdown()
        for _ in range(1, TRIES_AT_THE_END):
            try:
                return self._note_answers()
            except Exception:  # whoever wrote at the same time may be done at the next try
                log.exception("note_failed")
        return self._note_answers()

    def _note_answers(self) -> None:
        came = [self._answers.get() for _ in range(self._answers.qsize())]
        self._idle += len(came)
        self._unnoted += [each for each in came if each is not None]
        if not self._unnoted:
            return
        try:
            self._note(tuple(self._unnoted))
        except Exception:
            self._failures += 1
            if self._failures < MOST_FAILURES:
                raise
            log.exception("answers_given_up count=%d", len(self._unnoted))
        self._unnoted, self._failures = [], 0

    def _do(self, thing: Thing) -> None:
        answer = None
        try:
            answer = self._order(thing)
        except Exception:  # a worker outlives whatever one order meets; the outbox keeps it
            log.exception("order_failed")
        self._answers.put(answer)
