"""Twilio's Messages resource."""

from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from standin.calls import Reporting
from standin.exchange import Exchange
from standin.faults import Faults
from standin.geography import Geography
from standin.messaging import Messaging
from standin.moments import matches
from standin.numbers import check_caller, from_address
from standin.phones import Message
from standin.refusals import TwilioRefusal
from standin.rest import API, address, guard, page, rfc2822
from standin.segments import segments
from standin.settings import StandinSettings

LONGEST_BODY = 1600
LONGEST_LIFETIME_SECONDS = 36_000

Form = MultiDict[str, str]


def register_messages(
    blueprint: Blueprint,
    exchange: Exchange,
    messaging: Messaging,
    geography: Geography,
    faults: Faults,
    settings: StandinSettings,
) -> None:
    """Serve the resource at Twilio's own paths."""
    guarded = guard(settings)

    @blueprint.post(f"{API}/Messages.json")
    @guarded
    def create_message() -> tuple[dict[str, Any], int]:
        now = exchange.now()
        recipient, sender, body = read_message(request.form, geography)
        service = request.form.get("MessagingServiceSid")
        message = Message(
            settings.account_sid, sender or exchange.line, recipient, body, now, service
        )
        reporting = Reporting(address(request.form, "StatusCallback", 21609))
        lifetime = read_lifetime(request.form)
        if (recipient, message.sender) in exchange.stopped:
            raise TwilioRefusal(21610, number=recipient)
        with faults.around_creation():
            messaging.send(message, reporting, lifetime)
        return as_resource(message), 201

    @blueprint.get(f"{API}/Messages.json")
    @guarded
    def list_messages() -> dict[str, Any]:
        with exchange.changed:
            found = [item for item in reversed(exchange.messages.values()) if wanted(item)]
            return page("messages", [as_resource(message) for message in found])

    @blueprint.get(f"{API}/Messages/<sid>.json")
    @guarded
    def show_message(sid: str) -> dict[str, Any]:
        with exchange.changed:
            if sid not in exchange.messages:
                raise TwilioRefusal(20404, path=request.path)
            return as_resource(exchange.messages[sid])


def read_message(form: Form, geography: Geography) -> tuple[str, str, str]:
    """Read recipient, sender and body of a create request.

    Raises: TwilioRefusal.
    """
    recipient, sender = form.get("To", "").strip(), form.get("From", "").strip()
    body = form.get("Body", "")
    if not recipient:
        raise TwilioRefusal(21604)
    if not sender and not form.get("MessagingServiceSid"):
        raise TwilioRefusal(21603)
    if not body:
        raise TwilioRefusal(21602)
    if len(body) > LONGEST_BODY:
        raise TwilioRefusal(21617)
    geography.check("sms", recipient)
    if sender:
        check_caller(sender, names_allowed=True)
    if sender == recipient:
        raise TwilioRefusal(21266)
    return recipient, sender, body


def read_lifetime(form: Form) -> int:
    """Read for how many seconds a message may wait before it is dropped.

    Raises: TwilioRefusal.
    """
    written = form.get("ValidityPeriod", str(LONGEST_LIFETIME_SECONDS))
    if not written.isdecimal() or not 1 <= int(written) <= LONGEST_LIFETIME_SECONDS:
        raise TwilioRefusal(21624)
    return int(written)


def wanted(message: Message) -> bool:
    """Tell whether the list request at hand asks for this message."""
    query = request.args
    return (
        ("To" not in query or from_address(query["To"]) == message.recipient)
        and ("From" not in query or from_address(query["From"]) == message.sender)
        and matches(query, "DateSent", message.sent_at)
    )


def as_resource(message: Message) -> dict[str, Any]:
    """Write a message as Twilio does."""
    root = f"/2010-04-01/Accounts/{message.account_sid}/Messages/{message.sid}"
    return {
        "account_sid": message.account_sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": rfc2822(message.created_at),
        "date_sent": rfc2822(message.sent_at),
        "date_updated": rfc2822(message.updated_at or message.created_at),
        "direction": "outbound-api",
        "error_code": int(message.error_code) if message.error_code else None,
        "error_message": None,
        "from": message.sender,
        "messaging_service_sid": message.service_sid,
        "num_media": "0",
        "num_segments": str(segments(message.body)),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{root}/Media.json"},
        "to": message.recipient,
        "uri": f"{root}.json",
    }
