"""The supervisor's configuration: every process, on loopback, coming back when it dies."""

import configparser
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from supervisor.options import ServerOptions

from deploy.supervision import configuration
from web.streams import MAX_STREAMS

PROGRAMS = ["actions", "announce", "rasa", "web", "worker"]


@pytest.fixture(autouse=True)
def _rasa_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what the launcher sets before it becomes the supervisor."""
    monkeypatch.setenv("RASA_PORT", "12345")


def parsed(folder: Path, root: Path | None = None) -> dict[str, Any]:
    """Return the programs as the supervisor itself reads them."""
    (folder / "log").mkdir(parents=True)
    root = root or folder
    file = folder / "supervisord.conf"
    file.write_text(configuration(root, folder, 8080, "models/a.tar.gz"), encoding="utf-8")
    options = ServerOptions()
    options.realize(["-n", "-c", str(file)])
    return {each.name: each.process_configs[0] for each in options.process_group_configs}


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Give the programs of a usual folder."""
    here = Path.cwd()
    yield parsed(tmp_path / "var")
    os.chdir(here)


def test_it_is_an_ordinary_configuration_file(tmp_path: Path) -> None:
    parser = configparser.RawConfigParser()

    parser.read_string(configuration(tmp_path, tmp_path, 8080, "models/a.tar.gz"))

    assert sorted(parser.sections()) == [*(f"program:{each}" for each in PROGRAMS), "supervisord"]
    assert parser["supervisord"]["nodaemon"] == "true"


def test_every_process_is_supervised(programs: dict[str, Any]) -> None:
    assert sorted(programs) == PROGRAMS


@pytest.mark.parametrize("name", [each for each in PROGRAMS if each != "announce"])
def test_a_process_that_dies_comes_back_and_takes_its_children_along(
    name: str, programs: dict[str, Any]
) -> None:
    program = programs[name]

    assert program.autostart
    assert program.autorestart
    assert program.stopasgroup
    assert program.killasgroup
    assert program.startretries >= 100


def test_the_announcement_is_made_once(programs: dict[str, Any]) -> None:
    assert not programs["announce"].autorestart


def test_every_server_listens_on_loopback(programs: dict[str, Any]) -> None:
    commands = {name: shlex.split(each.command) for name, each in programs.items()}

    assert commands["web"][commands["web"].index("--bind") + 1] == "127.0.0.1:8080"
    assert commands["rasa"][commands["rasa"].index("-i") + 1] == "127.0.0.1"
    assert programs["actions"].environment["SANIC_HOST"] == "127.0.0.1"


def test_rasa_runs_boxed_in(programs: dict[str, Any]) -> None:
    command = shlex.split(programs["rasa"].command)

    assert "--enable-api" not in command
    assert programs["rasa"].environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert command[command.index("-p") + 1] == "12345"


def test_the_web_server_writes_no_access_log(programs: dict[str, Any]) -> None:
    command = shlex.split(programs["web"].command)

    # Its lines would hold the ids of logins, which open a chat of level 1.
    assert not [each for each in command if each.startswith("--access-log")]


def test_the_web_server_has_more_threads_than_streams(programs: dict[str, Any]) -> None:
    command = shlex.split(programs["web"].command)

    assert int(command[command.index("--threads") + 1]) > MAX_STREAMS
    assert command[command.index("--workers") + 1] == "1", "the streams live in one process"


def test_no_secret_stands_in_the_file(tmp_path: Path) -> None:
    text = configuration(tmp_path, tmp_path, 8080, "models/a.tar.gz")

    assert not [word for word in ("SECRET", "TOKEN", "API_KEY", "DATABASE_URL") if word in text]


@pytest.mark.parametrize("folder", ["a checkout with blanks", "100%", "it's"])
def test_the_project_may_lie_in_any_folder(folder: str, tmp_path: Path) -> None:
    root = tmp_path / folder

    command = shlex.split(parsed(tmp_path / "var", root)["rasa"].command)

    assert command[0] == f"{root}/bot/.venv/bin/rasa"
