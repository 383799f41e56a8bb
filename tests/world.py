"""A whole instance in one process, without Rasa and with a worker that the tests run themselves.

The composed application is served on a free port of loopback, beside a twin of Rasa.
"""

import atexit
import functools
import json
import tempfile
import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import BaseWSGIServer, make_server

from serve import compose
from sls.bootstrap import build
from sls.core import Core
from sls.domain.conversations import Understood
from sls.settings import load_settings
from tests.fakes.worker import work_once
from tests.people import NUMBERS, Http, Phone

RASA_TOKEN = "the token of the twin of Rasa"
TRACKER_STORE = "ForgetfulTrackerStore"
LESSONS = {
    "I never got the code": ("walk_procedure", "code_not_received"),
    "没收到验证码": ("walk_procedure", "code_not_received"),
    "call me": ("send_code", "request_code_by_voice"),
    "打给我": ("send_code", "request_code_by_voice"),
    "text me": ("send_code", "request_code_by_sms"),
    "next": ("navigate", "next_step"),
    "thanks": ("small_talk", "thank"),
    "thank you very much": ("small_talk", "thank"),
    "hello": ("small_talk", "greet"),
}


class RasaTwin:
    """Stands where Rasa and its action server stand, and understands what it was taught."""

    def __init__(self) -> None:
        self.core: Core | None = None
        self.mood = "well"
        self.heard: list[dict[str, Any]] = []
        self.tracker_store = TRACKER_STORE
        self.server = _serve(self._app())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def reset(self) -> None:
        """Be well and have heard nothing."""
        self.mood, self.heard, self.tracker_store = "well", [], TRACKER_STORE

    def _app(self) -> Flask:
        app = Flask("rasa_twin")

        @app.post("/webhooks/guarded/webhook")
        def receive() -> Response:
            assert request.headers["Authorization"] == f"Bearer {RASA_TOKEN}"
            body = request.get_json()
            self.heard.append(body)
            if self.mood == "down":
                return Response(status=502)
            if self.mood == "nonsense":
                return _json({"code": "not what was asked"})
            return _json([] if self.mood == "silent" else self._act(body))

        return app

    def _act(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        metadata, words = body["metadata"], body["message"]
        if metadata.get("probe"):
            return [{"custom": {"probe": {"tracker_store": self.tracker_store}}}]
        assert self.core is not None
        capability, intent = LESSONS.get(words, ("clarify", "nlu_fallback"))
        said = Understood(capability, words, intent)
        taken = self.core.conversing.take(body["sender"], metadata["turn"], said)
        return [{"custom": {"messages": [each.as_data() for each in taken.utterances]}}]


class World:
    """Everything together; `environment` differs from the demo's where a test wants it to."""

    def __init__(self, **environment: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="sls-world-")
        self.file = Path(self.folder.name) / "sls.db"
        self.rasa = RasaTwin()
        self.server = _serve(Flask("not composed yet"))
        self.base_url = f"http://127.0.0.1:{self.server.server_port}"
        self.settings = load_settings(
            {
                "PORT": str(self.server.server_port),
                "DATABASE_URL": f"sqlite:///{self.file}",
                "RASA_URL": self.rasa.url,
                "RASA_TOKEN": RASA_TOKEN,
                "STANDIN_PACE": "0",
                "CALLS_PER_SECOND": "100",
                **environment,
            }
        )
        self.core = self.rasa.core = build(self.settings)
        self.core.schema.upgrade()
        if self.core.demonstrating is not None:
            self.core.demonstrating.prepare()
        self.app = self.server.app = compose(self.core)
        self.http = Http(self.base_url)
        self.client = self.app.test_client()

    def reset(self) -> None:
        """Make everything as new."""
        self.rasa.reset()
        self.http.session.cookies.clear()
        self.http.reset()

    def work(self) -> None:
        """Run a worker until it has nothing to do."""
        while work_once(self.core.delivering, "worker-of-the-test"):
            pass

    def phone(self, username: str) -> Phone:
        """Return the phone of a member of the cast."""
        return Phone(self.http, NUMBERS[username])

    def close(self) -> None:
        """End every thread and remove every file."""
        for server in (self.server, self.rasa.server):
            server.shutdown()
            server.server_close()
        self.folder.cleanup()


@functools.cache
def shared_world() -> World:
    """Return the world that most tests share; each resets it first."""
    world = World()
    atexit.register(world.close)
    return world


def _serve(app: Flask) -> BaseWSGIServer:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def _json(body: Any) -> Response:
    return Response(json.dumps(body), mimetype="application/json")
