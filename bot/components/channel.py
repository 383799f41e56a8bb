"""The only way into Rasa: a REST channel that asks for a token and never runs a command."""

import hmac
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

MAX_MESSAGE_LENGTH = 4_000
MAX_SENDER_LENGTH = 200
_BLANKS_AND_SLASHES = "/\u2044\u2215\u29f8"


class Turn(NamedTuple):
    """One accepted message."""

    sender: str
    message: str
    metadata: dict[str, Any]


class GuardedRestInput(InputChannel):
    """Answer whole turns as JSON to the holder of the token, and to nobody else."""

    def __init__(self, token: str) -> None:
        """Keep the token that callers must show.

        Raises: ValueError when there is none, so that the webhook is never open by accident.
        """
        if not token or token.startswith("${"):
            raise ValueError("The guarded channel needs a token: set RASA_TOKEN.")
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its path under /webhooks/."""
        return "guarded"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Build the channel from its section of credentials.yml."""
        return cls(str((credentials or {}).get("token") or ""))

    def is_authorised(self, header: str | None) -> bool:
        """Compare an Authorization header with the token in constant time."""
        return hmac.compare_digest((header or "").encode("utf-8", "replace"), self._expected)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        routes = Blueprint("guarded_webhook")

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self.is_authorised(request.headers.get("authorization")):
                return response.json({"code": "unauthorised"}, status=401)
            turn = read_turn(request)
            if turn is None:
                return response.json({"code": "bad_request"}, status=400)
            return await self._answer(turn, request, on_new_message)

        return routes

    async def _answer(
        self,
        turn: Turn,
        request: Request,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
    ) -> HTTPResponse:
        collector = CollectingOutputChannel()
        metadata = dict(turn.metadata)
        if metadata.get("probe") is True:
            metadata["tracker_store"] = tracker_store_name(request.app.ctx.agent)
        await on_new_message(
            UserMessage(
                neutralise(turn.message),
                collector,
                turn.sender,
                input_channel=self.name(),
                metadata=metadata,
            )
        )
        return response.json(collector.messages)


def read_turn(request: Request) -> Turn | None:
    """Return the message of a request, or nothing when it is not the expected JSON."""
    try:
        body = request.json
    except Exception:  # noqa: BLE001 (Sanic's own error here is private and differs by version)
        return None
    if not isinstance(body, dict):
        return None
    sender, message, metadata = body.get("sender"), body.get("message"), body.get("metadata") or {}
    if not (isinstance(sender, str) and isinstance(message, str) and isinstance(metadata, dict)):
        return None
    if not 0 < len(sender) <= MAX_SENDER_LENGTH or not message.strip():
        return None
    if len(message) > MAX_MESSAGE_LENGTH:
        return None
    return Turn(sender, message, metadata)


def neutralise(message: str) -> str:
    """Return the message without the leading slashes by which Rasa knows a command.

    The rest is as the person wrote it. A message of nothing but slashes becomes one full stop,
    because Rasa does not take an empty message.
    """
    start = 0
    for index, character in enumerate(message):
        folded = unicodedata.normalize("NFKC", character).strip()
        if folded.strip(_BLANKS_AND_SLASHES) and unicodedata.category(character)[0] != "C":
            start = index
            break
    else:
        return "."
    return message[start:]


def tracker_store_name(agent: Any) -> str:
    """Return the class name of the store in use, inside the fail-safe wrapper Rasa puts round it.

    A store that cannot be imported silently becomes the in-memory one: a probe must see that.
    """
    store = agent.tracker_store
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store  # noqa: SLF001 (the wrapper offers no other way in)
    return type(store).__name__
