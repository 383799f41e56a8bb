"""Fixtures for whole instances: the shared one as new, and one that a test may break."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from evaluation.instance import running_instance
from tests.people import Http, eventually


class OwnInstance:
    """An instance whose processes a test may kill; they are found by the folder they work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stack = ExitStack()
        started = running_instance(SLS_VAR=str(folder), STANDIN_PACE="0")
        self.http = Http(self._stack.enter_context(started))

    def stop(self) -> None:
        """Press Ctrl-C."""
        self._stack.close()

    def processes(self, words: str = "") -> dict[int, str]:
        """Return the processes of this instance whose command line holds these words."""
        found = {}
        marker = f"SLS_VAR={self.folder}".encode()
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and marker in _read(process / "environ").split(b"\0"):
                command = _read(process / "cmdline").replace(b"\0", b" ").decode(errors="replace")
                if command and words in command:
                    found[int(process.name)] = command
        return found

    def kill(self, words: str) -> None:
        """Kill every process whose command line holds these words, with no chance to clean up."""
        for each in eventually(lambda: self.processes(words)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def is_ready(self) -> bool:
        """Whether every part answers."""
        try:
            return self.http.get("/readyz").ok
        except OSError:
            return False

    def waits_to_be_ready(self) -> None:
        """Wait until every part answers again."""
        eventually(self.is_ready, 90)

    def log(self) -> str:
        """Return everything that its processes have logged."""
        return "\n".join(
            each.read_text(encoding="utf-8", errors="replace")
            for each in sorted((self.folder / "log").iterdir())
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture
def http(instance_url: str) -> Http:
    """Give the shared instance, as new."""
    http = Http(instance_url)
    http.reset()
    return http


@pytest.fixture(scope="module")
def own_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnInstance]:
    """Give an instance of the module's own, which its tests may break."""
    instance = OwnInstance(tmp_path_factory.mktemp("var"))
    yield instance
    instance.stop()
