"""A provider that takes every call at once and writes down when it came."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from uuid import uuid4


class FastProvider:
    """Twilio's answers without Twilio's work; `came_at` is by the number that was called."""

    def __init__(self) -> None:
        self.came_at: dict[str, float] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body leave together; apart, the second would wait for an acknowledgement.
            wbufsize = -1

            def do_POST(self) -> None:
                came_at = time.monotonic()
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                for number in form.get("To", ()):
                    provider.came_at.setdefault(number, came_at)
                self.answer(201, {"sid": f"CA{uuid4().hex}"})

            def do_GET(self) -> None:
                self.answer(200, {"calls": []})

            def answer(self, status: int, body: dict[str, object]) -> None:
                answer = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_arguments: object) -> None:
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def fast_provider() -> Iterator[FastProvider]:
    """Serve it."""
    provider = FastProvider()
    threading.Thread(target=provider.server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
