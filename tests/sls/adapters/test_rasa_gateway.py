"""Rasa's channel, on a loopback server that behaves as Rasa does when it is well and when not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sls.adapters.rasa_gateway import RasaGateway
from sls.domain.errors import GatewayError
from sls.ports import Heard

HEARD = Heard("conversation", "turn-1", "my code is [code]", "en", "chat")


class Rasa:
    """Answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body = 200, b'[{"text": "hello"}]'
        self.asked: list[tuple[str, str | None, dict[str, object]]] = []
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(length))
                rasa.asked.append((self.path, self.headers["Authorization"], body))
                self.send_response(rasa.status)
                self.end_headers()
                self.wfile.write(rasa.body)

            def log_message(self, *_arguments: object) -> None:
                """Stay silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    """Give a Rasa that is well."""
    rasa = Rasa()
    thread = threading.Thread(target=rasa.server.serve_forever, args=(0.01,))
    thread.start()
    yield rasa
    rasa.server.shutdown()
    rasa.server.server_close()
    thread.join()


def test_words_are_handed_over_with_who_said_them_and_a_bearer(rasa):
    RasaGateway(rasa.url, "token").hear(HEARD)

    ((path, authorization, body),) = rasa.asked
    assert path == "/webhooks/guarded/webhook"
    assert authorization == "Bearer token"
    assert body == {
        "sender": "conversation",
        "message": "my code is [code]",
        "metadata": {"turn": "turn-1", "language": "en", "channel": "chat"},
    }


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"[]"),
        (200, b""),
        (200, b"<html>"),
        (200, b"null"),
        (401, b"[]"),
        (500, b'[{"text": "x"}]'),
        (503, b""),
    ],
)
def test_no_answer_and_a_strange_one_are_failures(rasa, status, body):
    rasa.status, rasa.body = status, body

    with pytest.raises(GatewayError) as failed:
        RasaGateway(rasa.url, "token").hear(HEARD)

    assert failed.value.is_retryable


def test_a_rasa_that_is_down_is_a_failure(rasa):
    gateway = RasaGateway("http://127.0.0.1:1", "token")

    with pytest.raises(GatewayError):
        gateway.hear(HEARD)


def test_a_probe_comes_back_from_an_action(rasa):
    rasa.body = b'[{"custom": {"probe": {"tracker_store": "forgetful"}}}]'

    assert RasaGateway(rasa.url, "token").probe() == {"tracker_store": "forgetful"}


def test_a_probe_that_no_action_answered_is_a_failure(rasa):
    with pytest.raises(GatewayError):
        RasaGateway(rasa.url, "token").probe()
