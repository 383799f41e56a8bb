"""The instance's stand-in serves an ordinary Twilio client from outside, to and fro."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from sls.settings import DEMO_ACCOUNT_SID, DEMO_SECRET
from tests.people import NUMBERS, Http, Phone, eventually


class RewritingHttpClient(TwilioHttpClient):
    """Twilio's own transport with the host of every address rewritten."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=10)
        self.session.trust_env = False
        self.base = urlsplit(base_url)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Send a request to the instance instead."""
        parts = urlsplit(url)
        assert parts.hostname == "api.twilio.com"
        address = urlunsplit((self.base.scheme, self.base.netloc, parts.path, parts.query, ""))
        return super().request(method, address, *args, **kwargs)


@pytest.fixture
def twilio(http: Http) -> Client:
    """Give a client of the demo's account."""
    return Client(DEMO_ACCOUNT_SID, DEMO_SECRET, http_client=RewritingHttpClient(http.base_url))


def test_it_places_a_call_and_follows_it(twilio: Client, http: Http) -> None:
    phone = Phone(http, NUMBERS["alice"])

    call = twilio.calls.create(
        to=NUMBERS["alice"],
        from_="+12025550199",
        twiml="<Response><Say>Hello from outside.</Say></Response>",
    )
    eventually(lambda: twilio.calls(call.sid).fetch().status == "ringing")
    phone.does("answer")
    eventually(lambda: twilio.calls(call.sid).fetch().status == "completed")

    assert "Hello from outside." in phone.heard()
    assert call.sid in [each.sid for each in twilio.calls.list(to=NUMBERS["alice"])]


def test_it_sends_a_message(twilio: Client, http: Http) -> None:
    message = twilio.messages.create(to=NUMBERS["alice"], from_="+12025550199", body="你好")

    eventually(lambda: twilio.messages(message.sid).fetch().status == "delivered")

    assert [each["text"] for each in http.inbox(NUMBERS["alice"])] == ["你好"]


def test_it_is_refused_with_a_wrong_token(http: Http) -> None:
    client = Client(DEMO_ACCOUNT_SID, "guess", http_client=RewritingHttpClient(http.base_url))

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=NUMBERS["alice"], from_="+12025550199", body="hello")

    assert refused.value.status == 401
