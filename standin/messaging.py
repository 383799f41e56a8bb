"""Messages: sent and delivered at once, with the news that Twilio would post."""

from standin.calls import Notice, Reporting
from standin.exchange import Exchange
from standin.phones import Message
from standin.reporting import report_notices

STEPS = ("queued", "sent", "delivered")


class Messaging:
    """Delivers messages into the inboxes of the phones."""

    def __init__(self, exchange: Exchange, auth_token: str) -> None:
        self._exchange = exchange
        self._auth_token = auth_token

    def send(self, message: Message, reporting: Reporting) -> None:
        """Deliver a message; the caller's own copy stays queued, as in Twilio's first answer."""
        at = self._exchange.now()
        delivered = Message(**{**vars(message), "status": STEPS[-1], "sent_at": at})
        delivered.updated_at = at
        with self._exchange.changed:
            self._exchange.keep_message(delivered)
        if reporting.url:
            notices = [Notice(reporting, news(message, step)) for step in STEPS[1:]]
            report_notices(notices, self._auth_token)


def news(message: Message, status: str) -> dict[str, str]:
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
    }
