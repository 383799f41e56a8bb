"""The chat over HTTP (design 4.3)."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.errors import GatewayError, SessionUnknown, TextOrOption
from sls.services.turns import Reply
from web.pacing import MESSAGES_PER_SESSION, SESSIONS_PER_ADDRESS, UNPACED, PaceKeeper
from web.problems import is_storable, json_body, optional_text, problem
from web.rendering import event_data, message, transcript
from web.streams import Streams

MAX_WAIT_SECONDS = 25


def create_chat(core: Core, streams: Streams) -> Blueprint:
    """Return the chat's API."""
    chat = Blueprint("chat", __name__, url_prefix="/api/chat")
    conversing, texts = core.conversing, core.texts
    sessions = PaceKeeper(UNPACED if core.settings.is_demo else SESSIONS_PER_ADDRESS)
    messages = PaceKeeper(MESSAGES_PER_SESSION)

    @chat.post("/sessions")
    def open_session() -> tuple[Response, int]:
        sessions.take(request.remote_addr or "")
        body = json_body()
        opened = conversing.open(
            optional_text(body, "language", 16),
            optional_text(body, "identity", 4096),
            optional_text(body, "login", 128),
        )
        return jsonify(
            session=opened.bearer,
            language=opened.conversation.language,
            level=int(opened.level),
            messages=[message(texts, event) for event in opened.events],
        ), 201

    @chat.post("/messages")
    def post_message() -> Response:
        body, bearer = json_body(), _bearer()
        messages.take(conversing.session(bearer).id)
        client_id, option = _field(body, "client_id"), body.get("option")
        if (option is None) == (body.get("text") is None) or option == "":
            raise TextOrOption
        if option is not None:
            reply = conversing.hear_option(bearer, client_id, _field(body, "option"))
            return jsonify(_answer(core, reply))
        try:
            reply = conversing.hear_text(bearer, client_id, _field(body, "text"))
        except GatewayError:
            language = conversing.session(bearer).language
            return problem(core, "assistant_unavailable", 503, language)
        return jsonify(_answer(core, reply))

    @chat.get("/events")
    def listen() -> Response:
        conversation = conversing.session(_bearer())
        if request.method == "HEAD":
            return Response(mimetype="text/event-stream")
        if "wait" in request.args or "after" in request.args:
            after = _whole_number(request.args.get("after", "0"))
            wait = min(_whole_number(request.args.get("wait", "0")), MAX_WAIT_SECONDS)
            streams.wait(conversation.id, after, wait)
            found = conversing.events_after(_bearer(), after)
            return jsonify(
                events=[
                    {"id": event.id, "event": event.kind, "data": event_data(texts, event)}
                    for event in found
                ]
            )
        return streams.open(
            conversation.id, _whole_number(request.headers.get("Last-Event-ID", "0"))
        )

    @chat.get("/transcript")
    def read_transcript() -> Response:
        conversation = conversing.session(_bearer())
        events = list(conversing.events_after(_bearer(), 0))
        words = transcript(texts, events, conversation.language)
        return Response(words, content_type="text/plain; charset=utf-8")

    return chat


def _answer(core: Core, reply: Reply) -> dict[str, Any]:
    return {
        "messages": [message(core.texts, event) for event in reply.events],
        "language": reply.conversation.language,
        "state": reply.conversation.state,
        "procedure": reply.place,
    }


def _bearer() -> str:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer:
        raise SessionUnknown
    return bearer


def _field(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or (name != "text" and not is_storable(value)):
        raise TextOrOption
    return value


def _whole_number(value: str) -> int:
    """Return a whole number that a page sent; what is none counts as the beginning."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
