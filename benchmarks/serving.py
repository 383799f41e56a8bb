"""Serves an application, or runs a worker, in a process of its own while something is measured."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.worker import PROVIDER

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_SECONDS = 60.0


@contextmanager
def served(application: str, settings: dict[str, str]) -> Iterator[str]:
    """Serve an application as production does: one process, many threads."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    threads = ["--worker-class", "gthread", "--threads", "32", "--log-level", "error"]
    process = subprocess.Popen(
        [*server, *threads, application],
        cwd=ROOT,
        env={**os.environ, **settings, "PORT": str(port), "PUBLIC_BASE_URL": url},
    )
    try:
        _wait(port)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server to measure did not come up")


@contextmanager
def worker(settings: dict[str, str], provider_url: str) -> Iterator[None]:
    """Run a worker as production does, for a provider on this machine."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.worker"],
        cwd=ROOT,
        env={**os.environ, **settings, PROVIDER: provider_url},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
