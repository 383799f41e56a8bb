"""Calls and messages through Twilio; in the demo the same client talks to the stand-in."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from sls.adapters.twilio_http import AttentiveHttpClient
from sls.domain.deliveries import PROVIDER_TIMEOUT
from sls.domain.errors import GatewayError
from sls.domain.factors import Channel
from sls.ports import CallOrder, Clock, MessageOrder
from sls.settings import Settings

RING_SECONDS = 25
CALL_LIMIT_SECONDS = 240
TALK_LIMIT_SECONDS = 1800
MAX_VALIDITY = 36000
CLOCK_SLACK = timedelta(seconds=2)
# Asked for explicitly: without it only the end of a call is told.
CALL_EVENTS = ["initiated", "ringing", "answered", "completed"]
_TWILIO_HOST = "api.twilio.com"
_BUSY_CODES = frozenset({20429, 20503})
# Our account is refused, whatever the number: its token is wrong, or it is suspended.
_ACCOUNT_STATUSES, _ACCOUNT_CODES = frozenset({401, 403}), frozenset({20003, 20005})
# Codes from here on speak of the call or message itself.
_OF_THE_ORDER = 21000
# No such call, or not in progress any more.
_OVER_ALREADY = frozenset({"twilio_20404", "twilio_21220"})
# What is refused at once because of the number: the names that the core has for it.
_REASONS = {21610: "opted_out", 21614: "landline"}
# Whether Twilio listens who picked up, by the setting MACHINE_DETECTION.
_DETECTION: dict[str, dict[str, str]] = {
    "off": {},
    "sync": {"machine_detection": "Enable"},
    "async": {"machine_detection": "Enable", "async_amd": "true"},
}


class LoopbackHttpClient(AttentiveHttpClient):
    """Twilio's own HTTP client, sent to the stand-in instead; any other host is refused."""

    def __init__(self, base_url: str, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._base = urlsplit(base_url)
        if self.session is not None:
            self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Send the request to the stand-in."""
        parts = urlsplit(url)
        if parts.hostname != _TWILIO_HOST:
            raise GatewayError("host_refused")
        url = urlunsplit((self._base.scheme, self._base.netloc, parts.path, parts.query, ""))
        return super().request(method, url, *args, **kwargs)


class TwilioGateway:
    """The telephony gateway on Twilio's REST API (version 2010-04-01)."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        # twilio-python waits for ever unless told otherwise.
        timeout = PROVIDER_TIMEOUT.total_seconds()
        manners = (timeout, _silent_logger(), settings.worker_threads, clock)
        self._http_client = (
            LoopbackHttpClient(settings.twilio_base_url, *manners)
            if settings.twilio_base_url
            else AttentiveHttpClient(*manners)
        )
        self._client = Client(
            settings.twilio_account_sid, settings.twilio_auth_token, http_client=self._http_client
        )

    def place_call(self, order: CallOrder) -> str:
        """Place a call; the URL carries only the opaque job, never a code."""
        webhook = f"{self._settings.public_base_url}/voice/{order.kind}/{order.job}"
        with self._http_client.leaving_by(order.leave_by):
            call = self._ask(
                self._client.calls.create,
                to=order.to,
                from_=self._settings.twilio_from,
                url=f"{webhook}/answer",
                fallback_url=f"{self._settings.public_base_url}/voice/fallback",
                status_callback=f"{webhook}/status",
                status_callback_event=CALL_EVENTS,
                timeout=RING_SECONDS,
                time_limit=self._longest_call(),
                **self._detection(webhook),
            )
        return str(call.sid)

    def send_message(self, order: MessageOrder) -> str:
        """Send a message that the carrier drops when its code has expired."""
        webhook = f"{self._settings.public_base_url}/voice/messages/{order.job}"
        with self._http_client.leaving_by(order.leave_by):
            message = self._ask(
                self._client.messages.create,
                to=order.to,
                from_=self._settings.twilio_from,
                body=order.body,
                status_callback=f"{webhook}/status",
                validity_period=min(MAX_VALIDITY, max(1, int(order.lifetime.total_seconds()))),
            )
        return str(message.sid)

    def end_call(self, sid: str) -> None:
        """End a call that rings or speaks; one that is over already stays so."""
        try:
            self._ask(self._client.calls(sid).update, status="completed")
        except GatewayError as error:
            if error.reason not in _OVER_ALREADY:
                raise

    def find(self, channel: Channel, to: str, since: datetime) -> Sequence[str]:
        """Return the calls or messages to a number since a moment, newest first."""
        is_call = channel is Channel.VOICE
        resource: Any = self._client.calls if is_call else self._client.messages
        # Filtered here: the API's own filter is on the start time, null while a call is queued.
        found = self._ask(resource.list, to=to, from_=self._settings.twilio_from, limit=20)
        return [str(item.sid) for item in found if item.date_created >= since - CLOCK_SLACK]

    def _longest_call(self) -> int:
        """Return the limit of a whole call, which holds for the talk with a person, too."""
        talk = 0 if self._settings.agent_number is None else TALK_LIMIT_SECONDS
        return CALL_LIMIT_SECONDS + talk

    def _detection(self, webhook: str) -> dict[str, str]:
        wanted = _DETECTION[self._settings.machine_detection]
        told = {"async_amd_status_callback": f"{webhook}/machine"} if "async_amd" in wanted else {}
        return {**wanted, **told}

    def _ask(self, call: Any, **arguments: Any) -> Any:
        try:
            return call(**arguments)
        except (TwilioRestException, TwilioServiceException) as error:
            raise _failure(error) from error
        except TwilioException as error:
            # What could not be listed says no more than this.
            raise GatewayError("unreachable", is_retryable=True) from error
        except requests.RequestException as error:
            if _never_left(error):
                raise GatewayError("unreachable", is_retryable=True) from error
            # Sent, and then silence: it may ring all the same.
            raise GatewayError("no_answer", is_outcome_unknown=True) from error


def _never_left(error: requests.RequestException) -> bool:
    """Whether no connection was made, so that the request cannot have had an effect."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def _silent_logger() -> logging.Logger:
    """Return a logger that nobody hears: Twilio's client logs phone numbers and bodies."""
    logger = logging.Logger("twilio")  # noqa: LOG001 - outside the tree, so nothing propagates
    logger.disabled = True
    return logger


def _failure(error: TwilioRestException | TwilioServiceException) -> GatewayError:
    code = int(error.code or error.status)
    reason = _REASONS.get(code, f"twilio_{code}")
    if error.status in {429, 503} or code in _BUSY_CODES or _is_account_refused(error.status, code):
        return GatewayError(reason, is_retryable=True)
    return GatewayError(reason, is_outcome_unknown=error.status >= 500)


def _is_account_refused(status: int, code: int) -> bool:
    """Whether nothing of ours is taken, until the account is put in order."""
    return code in _ACCOUNT_CODES or (status in _ACCOUNT_STATUSES and code < _OF_THE_ORDER)
