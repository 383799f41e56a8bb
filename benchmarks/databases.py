"""The databases to measure: as durable as in production, on the machine's own disk."""

import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.measuring import Act
from tests.postgresql import Server, find_programs

_TABLE = "CREATE TABLE IF NOT EXISTS peer (id TEXT PRIMARY KEY, words TEXT NOT NULL)"


@dataclass(frozen=True)
class Place:
    """A database: its kind, its address, and a bare insert-and-commit in it."""

    kind: str
    url: str
    commit: Act


@contextmanager
def sqlite() -> Iterator[Place]:
    """Give an SQLite file, with the pragmas of the application."""
    with tempfile.TemporaryDirectory(prefix="sls-bench-") as folder:
        file = Path(folder) / "sls.db"
        yield Place("sqlite", f"sqlite:///{file}", _SqliteCommits(file).once)


@contextmanager
def postgresql() -> Iterator[Place | None]:
    """Give a database on a PostgreSQL server with its default settings, or None without one."""
    programs = find_programs()
    if programs is None:
        yield None
        return
    server = Server(programs, settings=())
    try:
        url = server.url(server.create())
        yield Place("postgresql", url, _PostgresqlCommits(url).once)
    finally:
        server.close()


class _SqliteCommits:
    """One connection a thread, as the application's pool would give."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._mine = threading.local()
        self._count = 0
        self._counting = threading.Lock()

    def once(self) -> None:
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO peer VALUES (?, ?)", (self._next(), "words"))
        connection.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._mine, "connection"):
            connection = sqlite3.connect(self._file, isolation_level=None, timeout=5)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(_TABLE)
            self._mine.connection = connection
        found: sqlite3.Connection = self._mine.connection
        return found

    def _next(self) -> str:
        with self._counting:
            self._count += 1
            return str(self._count)


class _PostgresqlCommits:
    """One connection a thread, as the application's pool would give."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._mine = threading.local()

    def once(self) -> None:
        connection = self._connection()
        connection.execute("INSERT INTO peer VALUES (gen_random_uuid()::text, %s)", ("words",))
        connection.commit()

    def _connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        if not hasattr(self._mine, "connection"):
            connection = psycopg.connect(self._url)
            connection.execute("SELECT pg_advisory_xact_lock(1)")
            connection.execute(_TABLE)
            connection.commit()
            self._mine.connection = connection
        found: psycopg.Connection[tuple[object, ...]] = self._mine.connection
        return found
