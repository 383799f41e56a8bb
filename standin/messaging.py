"""Messages: sent and delivered at once, with the news that Twilio would post."""

from standin.calls import Notice, Reporting
from standin.exchange import Exchange
from standin.faults import Faults
from standin.phones import Message
from standin.reporting import Reporter

# The carriers' reasons, by the fault that is switched on.
UNDELIVERED = {"unreachable": "30003", "landline": "30006", "filtered": "30007"}


class Messaging:
    """Delivers messages into the inboxes of the phones."""

    def __init__(self, exchange: Exchange, reporter: Reporter, faults: Faults) -> None:
        self._exchange = exchange
        self._reporter = reporter
        self._faults = faults

    def send(self, message: Message, reporting: Reporting) -> None:
        """Deliver a message; the caller's own copy stays queued, as in Twilio's first answer."""
        at = self._exchange.now()
        error = UNDELIVERED.get(self._faults.strike("messages"))
        end = "undelivered" if error else "delivered"
        kept = Message(**{**vars(message), "status": end, "sent_at": at, "error_code": error})
        kept.updated_at = at
        with self._exchange.changed:
            self._exchange.keep_message(kept)
        if reporting.url:
            told = [news(message, "sent"), news(message, end, error)]
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
