"""The pages with a pretend chat and login: answers have the form of the contracts."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, make_server

from sls.texts import Catalogues
from web.site import create_site

LOCALES = Path(__file__).resolve().parents[2] / "locales"
RIGHT_CODE = "402718"


def problem(status: int, code: str, retry_after: int = 0, **details: str) -> Response:
    """Return a problem as the contracts describe it."""
    answer = jsonify({"code": code, "title": code, "status": status, **details})
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


class Session:
    """One conversation: what was said and which events it has."""

    def __init__(self, language: str, login: str | None) -> None:
        self.language = language
        self.login = login
        self.answers: dict[str, Any] = {}
        self.received: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.changed = threading.Condition()

    def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Add an event."""
        with self.changed:
            event = {"id": str(len(self.events) + 1), "event": kind, "data": data}
            self.events.append(event)
            self.changed.notify_all()

    def message(self, sender: str, text: str, *options: str) -> dict[str, Any]:
        """Add a message, which is an event too."""
        message = {
            "id": uuid4().hex,
            "from": sender,
            "language": self.language,
            "text": text,
            "options": [{"id": option, "label": option.title()} for option in options],
            "masked": "[code]" in text,
            "at": datetime.now(UTC).isoformat(),
        }
        self.tell("message", message)
        return message

    def since(self, after: int, wait: float) -> list[dict[str, Any]]:
        """Return the events after one, waiting for the next when there is none."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.events) > after, timeout=wait)
            return self.events[after:]


class PretendServer:
    """A server whose troubles a test can choose."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.troubles: list[Response] = []
        self.code_troubles: list[Response] = []
        self.codes_asked: list[str] = []
        self.responses: list[str] = []
        self.deliveries: list[dict[str, str]] = []
        self.has_streams = True
        self.resumed_from: list[str] = []
        self.epoch = 0
        self.app = Flask(__name__, static_folder=None)
        self.app.register_blueprint(create_site(Catalogues(LOCALES), demo=True))
        self._add_chat()
        self._add_logins()
        self._server: BaseWSGIServer | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def session(self) -> Session:
        """The session opened last."""
        return list(self.sessions.values())[-1]

    def start(self) -> None:
        """Listen on a free port of the loopback."""
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End the streams and stop listening."""
        self.drop_streams()
        if self._server is not None:
            self._server.shutdown()

    def trouble(self, *answer: Any, **details: Any) -> None:
        """Let the next message meet a problem."""
        with self.app.app_context():
            self.troubles.append(problem(*answer, **details))

    def code_trouble(self, *answer: Any, **details: Any) -> None:
        """Let the next request for a code meet a problem."""
        with self.app.app_context():
            self.code_troubles.append(problem(*answer, **details))

    def drop_streams(self) -> None:
        """Close every open stream, as a proxy does."""
        self.epoch += 1
        for session in self.sessions.values():
            with session.changed:
                session.changed.notify_all()

    def forget_sessions(self) -> None:
        """Lose all sessions, as after a purge."""
        self.drop_streams()
        self.sessions.clear()

    def _session(self) -> Session | None:
        return self.sessions.get(request.headers.get("Authorization", "").removeprefix("Bearer "))

    def _add_chat(self) -> None:
        add = self.app.add_url_rule
        add("/api/chat/sessions", view_func=self._open, methods=["POST"])
        add("/api/chat/messages", view_func=self._say, methods=["POST"])
        add("/api/chat/events", view_func=self._events)

    def _add_logins(self) -> None:
        add, of = self.app.add_url_rule, "/api/sls/v1/logins/<login>"
        add("/api/sls/v1/logins", view_func=self._log_in, methods=["POST"])
        add(of, view_func=self._look)
        add(f"{of}/code", view_func=self._code, methods=["POST"])
        add(f"{of}/verify", view_func=self._verify, methods=["POST"])

    def _open(self) -> tuple[Response, int]:
        asked = request.get_json()
        bearer = uuid4().hex
        session = Session(asked["language"], asked["login"])
        self.sessions[bearer] = session
        greeting = session.message("assistant", f"hello {session.language}", "yes", "no")
        answer = {
            "session": bearer,
            "language": session.language,
            "level": 1 if session.login else 0,
            "messages": [greeting],
        }
        return jsonify(answer), 201

    def _say(self) -> Response:
        session = self._session()
        if session is None:
            return problem(401, "session_unknown")
        said = request.get_json()
        session.received.append(said)
        if self.troubles:
            return self.troubles.pop(0)
        if said["client_id"] not in session.answers:
            session.answers[said["client_id"]] = self._answer(session, said)
        return jsonify(session.answers[said["client_id"]])

    @staticmethod
    def _answer(session: Session, said: dict[str, str]) -> dict[str, Any]:
        words = said.get("text") or said["option"].title()
        session.message("customer", words.replace("123456", "[code]"))
        reply = session.message("assistant", f"you said {words}", "next", "back")
        state = "closed" if words == "close" else "assistant"
        procedure = {"id": "voice", "platform": None, "step": 2, "of": 5}
        return {
            "messages": [reply],
            "language": session.language,
            "state": state,
            "procedure": procedure,
        }

    def _events(self) -> Response:
        session = self._session()
        if session is None:
            return problem(401, "session_unknown")
        if "after" in request.args:
            wait = min(float(request.args["wait"]), 2.0)
            return jsonify({"events": session.since(int(request.args["after"]), wait)})
        if not self.has_streams:
            return problem(503, "streams_full", 1)
        after = request.headers.get("Last-Event-ID", "0")
        self.resumed_from.append(after)
        return Response(self._stream(session, int(after)), mimetype="text/event-stream")

    def _stream(self, session: Session, after: int) -> Iterator[str]:
        epoch = self.epoch
        yield ": hello\n\n"
        while epoch == self.epoch:
            for event in session.since(after, 0.2):
                after = int(event["id"])
                data = json.dumps(event["data"])
                yield f"id: {after}\nevent: {event['event']}\ndata: {data}\n\n"

    def _log_in(self) -> tuple[Response, int] | Response:
        asked = request.get_json()
        if asked["password"] != f"{asked['username']}-demo-2fa":
            return problem(401, "login_refused")
        factors = [{"id": "f", "kind": "sms", "label": "SMS"}]
        expires_at = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
        answer = {"login": uuid4().hex, "state": "ready", "factors": factors}
        return jsonify({**answer, "expires_at": expires_at}), 201

    def _look(self, login: str) -> Response:
        del login
        return jsonify({"state": "ready", "deliveries": self.deliveries})

    def _code(self, login: str) -> tuple[Response, int] | Response:
        channel = request.get_json()["channel"]
        self.codes_asked.append(channel)
        if self.code_troubles:
            return self.code_troubles.pop(0)
        delivery = f"{login}-{time.monotonic_ns()}"
        self.deliveries.append({"id": delivery, "channel": channel, "state": "queued"})
        return jsonify({"delivery": delivery, "channel": channel, "to": "+1 ••• 0101"}), 202

    def _verify(self, login: str) -> Response:
        del login
        self.responses.append(request.get_json()["response"])
        if self.responses[-1] != RIGHT_CODE:
            return problem(403, "not_verified")
        return jsonify({"state": "verified"})
