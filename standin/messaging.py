"""Messages: queued, sent and delivered, with the news that Twilio would post."""

from collections.abc import Callable

from standin.calls import Notice, Reporting
from standin.exchange import Exchange
from standin.faults import Faults
from standin.limits import LONGEST_QUEUE_SECONDS, Limits
from standin.outgoing import Outgoing, QueueFull
from standin.phones import Message
from standin.refusals import TwilioRefusal
from standin.reporting import Reporter
from standin.segments import segments
from standin.timetable import Timetable

# The carriers' reasons, by the fault that is switched on.
UNDELIVERED = {"unreachable": "30003", "landline": "30006", "filtered": "30007"}
# Twilio's page on the first does not name its HTTP status: 429 is ours.
QUEUE_FULL, QUEUE_OVERFLOW, EXPIRED = 21611, "30001", "30036"


class Messaging:
    """Delivers messages into the inboxes of the phones, as fast as their senders may."""

    def __init__(
        self, exchange: Exchange, reporter: Reporter, faults: Faults, limits: Limits
    ) -> None:
        self._exchange = exchange
        self._reporter = reporter
        self._faults = faults
        self._outgoing = Outgoing(limits)
        self._timetable = Timetable()

    def send(
        self,
        message: Message,
        reporting: Reporting,
        lifetime_seconds: float = LONGEST_QUEUE_SECONDS,
    ) -> None:
        """Let a message take its turn; the caller's own copy stays queued, as in Twilio's answer.

        Raises: TwilioRefusal.
        """
        try:
            wait = self._outgoing.join(message.sender, segments(message.body), lifetime_seconds)
        except QueueFull as full:
            # A number says so at once; a service takes the message, and then it fails.
            if message.service_sid is None:
                raise TwilioRefusal(QUEUE_FULL, number=message.sender) from full
            self._fail(message, reporting, QUEUE_OVERFLOW)
            return
        if wait <= 0:
            self.deliver(message, reporting)
            return
        self._keep(message, "queued")
        if wait <= lifetime_seconds:
            self._later(wait, message, lambda: self.deliver(message, reporting))
        else:
            self._later(lifetime_seconds, message, lambda: self._fail(message, reporting, EXPIRED))

    def deliver(self, message: Message, reporting: Reporting) -> None:
        """Send a message now; the carrier delivers it, unless a fault says else."""
        error = UNDELIVERED.get(self._faults.strike("messages"))
        end = "undelivered" if error else "delivered"
        self._keep(message, end, error)
        self._report(reporting, [news(message, "sent"), news(message, end, error)])

    def reset(self) -> None:
        """Forget what waits."""
        self._timetable.reset()
        self._outgoing.reset()

    def _later(self, seconds: float, message: Message, act: Callable[[], None]) -> None:
        def act_unless_forgotten() -> None:
            with self._exchange.changed:
                if message.sid in self._exchange.messages:
                    act()

        self._timetable.add(seconds, act_unless_forgotten)

    def _fail(self, message: Message, reporting: Reporting, error: str) -> None:
        self._keep(message, "failed", error)
        self._report(reporting, [news(message, "failed", error)])

    def _keep(self, message: Message, status: str, error: str | None = None) -> None:
        at = self._exchange.now()
        kept = Message(**{**vars(message), "status": status, "error_code": error})
        kept.updated_at = at
        kept.sent_at = at if status in {"delivered", "undelivered"} else None
        with self._exchange.changed:
            self._exchange.keep_message(kept)

    def _report(self, reporting: Reporting, told: list[dict[str, str]]) -> None:
        if reporting.url:
            self._reporter.report_notices([Notice(reporting, each) for each in told])


def news(message: Message, status: str, error: str | None = None) -> dict[str, str]:
    """Write the status callback of a message."""
    return {
        "AccountSid": message.account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.sender,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
        "To": message.recipient,
        **({"ErrorCode": error} if error else {}),
    }
