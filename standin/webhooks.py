"""Twilio as a client: signed requests to the product's webhooks."""

import time
import uuid
from urllib.parse import urldefrag, urlsplit

import requests
from twilio.request_validator import RequestValidator

from standin.attempts import attempts_for
from standin.refusals import TwimlTrouble

TWIML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
UNREACHABLE = 11200
WRONG_TYPE = 12300


def is_address(url: str) -> bool:
    """Tell whether Twilio would accept this as the address of a webhook."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class Webhooks:
    """Sends what Twilio would send, with Twilio's signature; one per call, as it keeps cookies."""

    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)
        self._session = requests.Session()
        # A proxy of the machine must not see what stays on loopback.
        self._session.trust_env = False

    def send(
        self, url: str, method: str, parameters: dict[str, str], token: str = ""
    ) -> requests.Response:
        """Send a signed request, again where its address asks for it, each time with its token.

        Raises: requests.RequestException.
        """
        # A fragment tunes the retries: it is neither sent nor signed.
        address = urldefrag(url).url
        body = parameters
        if method == "GET":
            prepared = requests.Request("GET", address, params=parameters).prepare()
            address, body = prepared.url or address, {}
        signature = self._validator.compute_signature(address, body)
        headers = {
            "X-Twilio-Signature": signature,
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": token or str(uuid.uuid4()),
        }
        return attempts_for(url).make(
            lambda connect, answer: self._session.request(
                method,
                address,
                data=body,
                headers=headers,
                timeout=(connect, answer),
                allow_redirects=False,
            ),
            time.monotonic,
        )

    def fetch_twiml(self, url: str, method: str, parameters: dict[str, str]) -> bytes:
        """Ask a webhook what to do next.

        Raises: TwimlTrouble.
        """
        try:
            answer = self.send(url, method, parameters)
        except requests.RequestException as error:
            raise TwimlTrouble(UNREACHABLE, url) from error
        if not answer.ok or answer.is_redirect:
            raise TwimlTrouble(UNREACHABLE, url)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if answer.content and kind not in TWIML_TYPES:
            raise TwimlTrouble(WRONG_TYPE, url)
        return answer.content

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()
