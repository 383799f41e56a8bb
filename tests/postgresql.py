"""A PostgreSQL server of the tests' own, and databases on it that cost a few milliseconds each.

It listens on a socket in a folder of its own and nowhere else. PostgreSQL refuses to run as root;
there it runs as the user `postgres` that Debian's package makes.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

MISSING = "PostgreSQL is missing: apt-get install postgresql"
_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"
WITHIN_SECONDS = 60.0
# Nothing here outlives the tests, so nothing waits for the disk; benchmarks are told otherwise.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version's, or None."""
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found and shutil.which("postgres") else None


class Server:
    """One running server; `close` leaves nothing behind."""

    def __init__(self, programs: Path, settings: Sequence[str] = HASTY) -> None:
        self._programs = programs
        self._count = 0
        self.folder = Path(tempfile.mkdtemp(prefix="sls-postgresql-"))
        if os.geteuid() == 0:
            user = pwd.getpwnam(_USER)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self._data = str(self.folder / "data")
        self._run("initdb", "-D", self._data, "-U", "sls", "-A", "trust", "-E", "UTF8", "-N")
        self._process = self._start(settings)

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return f"postgresql://sls@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """Create a database, as a copy of another where one is named, and return its name."""
        self._count += 1
        name = f"sls_{self._count}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected."""
        self.execute(f"DROP DATABASE {database} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def close(self) -> None:
        """End the server at once and remove its files."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(WITHIN_SECONDS)
        shutil.rmtree(self.folder)

    def _start(self, settings: Sequence[str]) -> "subprocess.Popen[bytes]":
        chosen = (f"unix_socket_directories={self.folder}", "listen_addresses=", *settings)
        options = [f"--{each}" for each in ("max_connections=200", *chosen)]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*self._as_user(), str(self._programs / "postgres"), "-D", self._data, *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                env=_plain(),
            )
        deadline = time.monotonic() + WITHIN_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))
            threading.Event().wait(0.05)
        return process

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url()).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user(), str(self._programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, env=_plain(), check=False, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)

    def _as_user(self) -> list[str]:
        """Return what is put before a command; with its end, also a violent one, ours ends."""
        names = (f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups")
        return ["setpriv", "--pdeathsig", "QUIT", *(names if os.geteuid() == 0 else ())]


def _plain() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}
