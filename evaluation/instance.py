"""A whole instance on free ports with a fresh database, for replays, tests and benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_SECONDS = 240
STOPPED_WITHIN_SECONDS = 30
PAUSE_SECONDS = 0.25


class InstanceNotReady(Exception):
    """The instance did not come up; the text holds what it printed."""


@contextmanager
def running_instance(**environment: str) -> Iterator[str]:
    """Start what `make run` starts; give its address; stop every process of it at the end.

    Raises:
        InstanceNotReady: it did not come up in time.
    """
    with tempfile.TemporaryDirectory(prefix="sls-") as folder:
        port = _free_port()
        output = Path(folder) / "output.log"
        with output.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy.launch"],
                cwd=ROOT,
                env={**os.environ, "PORT": str(port), "SLS_VAR": folder, **environment},
                stdout=log,
                stderr=log,
            )
        try:
            base_url = f"http://127.0.0.1:{port}"
            _wait_until_ready(process, base_url, output)
            yield base_url
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOPPED_WITHIN_SECONDS)


def _wait_until_ready(process: subprocess.Popen[bytes], base_url: str, output: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"{base_url}/readyz", timeout=10).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(PAUSE_SECONDS)
    raise InstanceNotReady(output.read_text(encoding="utf-8", errors="replace"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
