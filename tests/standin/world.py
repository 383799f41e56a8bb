"""A small world around the stand-in: a server, a scripted bot, the official client, a person."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import requests
from babel.messages.pofile import read_po
from flask import Flask, Response, request
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import make_server

from standin import StandinSettings, create_standin

ACCOUNT = "AC" + "a1" * 16
TOKEN = "0123456789abcdef0123456789abcdef"
LINE = "+15005550006"
ALICE, BAO, FANG = "+12025550101", "+85251230102", "+8613800138000"
LOCALES = Path(__file__).parents[2] / "locales"
PATIENCE_SECONDS = 10.0

T = TypeVar("T")


class FakeDemonstration:
    """A demo that lives in memory."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.resets = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)

    def reset(self) -> None:
        self.ahead = timedelta()
        self.resets += 1

    def cast(self) -> list[dict[str, Any]]:
        return [
            {"username": "alice", "number": ALICE, "language": "en", "password": "a secret"},
            {"username": "bao", "number": BAO, "language": "zh_CN", "password": "a secret"},
            {"username": "fang", "number": FANG, "language": "zh_CN", "password": "a secret"},
            {"username": "agent.en", "number": None, "language": "en", "password": "a secret"},
        ]


class CatalogueTexts:
    """The stand-in's own catalogue files, read as they are written."""

    def __init__(self) -> None:
        self.catalogues = {language: read_catalogue(language) for language in ("en", "zh_CN")}

    def text(self, language: str, message_id: str, **values: object) -> str:
        return self.catalogues[language][message_id].format(**values)

    def section(self, language: str, prefix: str) -> dict[str, str]:
        texts = self.catalogues[language]
        return {key: text for key, text in texts.items() if key.startswith(prefix)}


def read_catalogue(language: str) -> dict[str, str]:
    """Read the stand-in's messages of one language."""
    with (LOCALES / language / "LC_MESSAGES" / "standin.po").open("rb") as file:
        return {str(item.id): str(item.string) for item in read_po(file) if item.id}


class Bot:
    """A product in miniature: checks every signature, answers with the TwiML it was given."""

    def __init__(self) -> None:
        self.documents: dict[str, Callable[[dict[str, str]], str]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent: list[tuple[str, str]] = []
        self.forged = 0
        self.changed = threading.Condition()

    def serve(self, app: Flask) -> None:
        @app.route("/bot/<path:name>", methods=["GET", "POST"])
        @app.route("/voice/<path:name>", methods=["GET", "POST"])
        def answer(name: str) -> Response:
            parameters = request.form.to_dict()
            signature = request.headers.get("X-Twilio-Signature", "")
            # Werkzeug's `url` respells the query; the signature covers it as it was sent.
            query = request.query_string.decode()
            url = f"{request.base_url}?{query}" if query else request.base_url
            genuine = RequestValidator(TOKEN).validate(url, parameters, signature)
            with self.changed:
                self.forged += not genuine
                self.asked.append((name, parameters or request.args.to_dict()))
                self.sent.append((name, request.headers.get("I-Twilio-Idempotency-Token", "")))
                self.changed.notify_all()
            if not genuine:
                return Response(status=403)
            if name not in self.documents:
                return Response(status=204 if name.startswith("news") else 404)
            return Response(self.documents[name](parameters), mimetype="text/xml")

    def says(self, name: str, twiml: str) -> None:
        """Give one address its document."""
        self.documents[name] = lambda _: f"<Response>{twiml}</Response>"

    def news(self, name: str = "news") -> list[dict[str, str]]:
        """List what was posted to a status callback address."""
        with self.changed:
            return [parameters for asked, parameters in self.asked if asked == name]

    def tokens(self, name: str) -> list[str]:
        """List the tokens of what was posted to an address."""
        with self.changed:
            return [token for asked, token in self.sent if asked == name]

    def wait_for_news(self, count: int, name: str = "news") -> list[dict[str, str]]:
        """Wait for so many posts to an address."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.news(name)) >= count, PATIENCE_SECONDS)
            return self.news(name)


class LoopbackHttpClient(TwilioHttpClient):
    """The official client's transport, sent to loopback; keeps the last exchange for checks."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=5)
        self.session.trust_env = False
        self.base = urlsplit(base)
        self.exchanges: list[tuple[str, str, dict[str, Any], Any]] = []

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> TwilioResponse:
        parts = urlsplit(url)
        address = urlunsplit((self.base.scheme, self.base.netloc, parts.path, parts.query, ""))
        answer = super().request(method, address, *args, **kwargs)
        self.exchanges.append((method, parts.path, kwargs.get("data") or {}, answer))
        return answer


class World:
    """Everything together, on a free port of loopback."""

    def __init__(self, pace: float = 0.0) -> None:
        self.demonstration = FakeDemonstration()
        self.bot = Bot()
        app = Flask("world")
        self.bot.serve(app)
        app.after_request(guard_page)
        settings = StandinSettings(ACCOUNT, TOKEN, pace)
        app.register_blueprint(create_standin(self.demonstration, CatalogueTexts(), settings))
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.http = requests.Session()
        self.http.trust_env = False
        self.twilio_http = LoopbackHttpClient(self.base)
        self.twilio = Client(ACCOUNT, TOKEN, http_client=self.twilio_http)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str) -> str:
        return f"{self.base}{path}"

    def call(self, number: str = ALICE, **options: Any) -> Any:
        """Place a call that asks the bot's `start`, and reports all its news to it."""
        wanted = {
            "url": self.url("/bot/start"),
            "status_callback": self.url("/bot/news"),
            "status_callback_event": ["initiated", "ringing", "answered", "completed"],
            **options,
        }
        return self.twilio.calls.create(to=number, from_=LINE, **wanted)

    def faults(self, **switches: Any) -> dict[str, Any]:
        """Set fault switches, and give all of them as they now stand."""
        answer = self.http.post(self.url("/standin/faults"), json=switches, timeout=10)
        assert answer.status_code == 200, answer.text
        now: dict[str, Any] = answer.json()
        return now

    def trace(self, sid: str, kind: str | None = None) -> list[dict[str, Any]]:
        """Read the steps of a call."""
        answer = self.http.get(self.url(f"/standin/calls/{sid}/trace"), timeout=10)
        steps: list[dict[str, Any]] = answer.json()["steps"]
        return [step for step in steps if kind in (None, step["kind"])]

    def status(self, sid: str) -> str:
        return str(self.twilio.calls(sid).fetch().status)

    def phone(self, number: str = ALICE) -> "Person":
        return Person(self, number)


class Person:
    """Somebody with a phone, acting through the control contract."""

    def __init__(self, world: World, number: str) -> None:
        self.world = world
        self.number = number

    def post(self, action: str, **body: Any) -> requests.Response:
        number = self.number.replace("+", "%2B")
        url = self.world.url(f"/standin/phones/{number}/{action}")
        return self.world.http.post(url, json=body, timeout=10)

    def does(self, action: str, **body: Any) -> dict[str, Any]:
        answer = self.post(action, **body)
        assert answer.status_code == 200, answer.text
        phone: dict[str, Any] = answer.json()
        return phone

    def state(self) -> str:
        phones = self.world.http.get(self.world.url("/standin/phones"), timeout=10).json()
        return next(
            (phone["state"] for phone in phones if phone["number"] == self.number), "unknown"
        )

    def log(self, kind: str | None = None) -> list[dict[str, Any]]:
        url = self.world.url(f"/standin/phones/{self.number}/log")
        entries = self.world.http.get(url, timeout=10).json()
        return [entry for entry in entries if kind in (None, entry["kind"])]

    def heard(self) -> list[str]:
        return [entry["text"] for entry in self.log("heard")]

    def waits_to_be(self, state: str) -> None:
        eventually(lambda: self.state() == state)

    def answers(self) -> None:
        self.waits_to_be("ringing")
        self.does("answer")

    def waits_to_hear(self, text: str, times: int = 1) -> None:
        eventually(lambda: self.heard().count(text) >= times)


def guard_page(answer: Response) -> Response:
    """Send the policy of the real server along, so that the page is tested under it."""
    answer.headers["Content-Security-Policy"] = "default-src 'self'"
    return answer


def eventually(check: Callable[[], T]) -> T:
    """Wait until the check comes true, and fail with its last answer when it does not."""
    until = time.monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while not (answer := check()):
        assert time.monotonic() < until, "waited in vain"
        pause.wait(0.005)
    return answer
