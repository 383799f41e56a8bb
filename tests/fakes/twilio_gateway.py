"""A telephony provider that keeps a book of what it accepted and fails on request."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sls.domain.deliveries import AnnouncedTooLongAgo
from sls.domain.errors import GatewayError
from sls.domain.factors import Channel
from sls.ports import CallOrder, Clock, MessageOrder


@dataclass(frozen=True)
class Accepted:
    """One call or message in the provider's book."""

    sid: str
    channel: Channel
    to: str
    at: datetime


class BookedTelephony:
    """Accepts every order unless the test has announced a failure.

    `calls` and `messages` are the orders that arrived, refused ones too; `book` holds those that
    were accepted, including one whose answer was lost on the way back.
    """

    def __init__(self, clock: Clock) -> None:
        self.calls: list[CallOrder] = []
        self.messages: list[MessageOrder] = []
        self.book: list[Accepted] = []
        self._clock = clock
        self._failures: deque[tuple[GatewayError, bool]] = deque()
        self._cannot_be_asked = False
        self.ended: list[str] = []
        self._end_failures: deque[GatewayError] = deque()

    def fails_retryably(self) -> None:
        """Refuse the next order in a way that certainly had no effect."""
        self._failures.append((GatewayError("busy_line", is_retryable=True), False))

    def fails_with(self, error: GatewayError) -> None:
        """Refuse the next order in a way of the test's choice, without having accepted it."""
        self._failures.append((error, False))

    def fails_finally(self) -> None:
        """Refuse the next order for good."""
        self._failures.append((GatewayError("number_refused"), False))

    def loses_the_order(self) -> None:
        """Time out on the next order without having accepted it."""
        self._failures.append((GatewayError("timeout", is_outcome_unknown=True), False))

    def loses_the_answer(self) -> None:
        """Accept the next order, but time out before the answer is back."""
        self._failures.append((GatewayError("timeout", is_outcome_unknown=True), True))

    def fails_to_end(self) -> None:
        """Fail at the next call that is to be ended."""
        self._end_failures.append(GatewayError("unreachable", is_retryable=True))

    def cannot_be_asked(self, cannot: bool = True) -> None:
        """Fail to look anything up from now on."""
        self._cannot_be_asked = cannot

    def place_call(self, order: CallOrder) -> str:
        """Place a call."""
        self._look(order)
        self.calls.append(order)
        return self._accept(Channel.VOICE, order.to)

    def send_message(self, order: MessageOrder) -> str:
        """Send a message."""
        self._look(order)
        self.messages.append(order)
        return self._accept(Channel.SMS, order.to)

    def end_call(self, sid: str) -> None:
        """End a call."""
        if self._end_failures:
            raise self._end_failures.popleft()
        self.ended.append(sid)

    def find(self, channel: Channel, to: str, since: datetime) -> Sequence[str]:
        """Return the ids of what went to a number since a moment, newest first."""
        if self._cannot_be_asked:
            raise GatewayError("unreachable", is_retryable=True)
        wanted = [
            each
            for each in self.book
            if each.channel is channel and each.to == to and each.at >= since
        ]
        return [each.sid for each in reversed(wanted)]

    def _look(self, order: CallOrder | MessageOrder) -> None:
        if self._clock.now() > order.leave_by:
            raise AnnouncedTooLongAgo

    def _accept(self, channel: Channel, to: str) -> str:
        error, is_accepted = self._failures.popleft() if self._failures else (None, True)
        if is_accepted:
            sid = f"{'CA' if channel is Channel.VOICE else 'SM'}{len(self.book) + 1}"
            self.book.append(Accepted(sid, channel, to, self._clock.now()))
        if error is not None:
            raise error
        return self.book[-1].sid
