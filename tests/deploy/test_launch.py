"""What `make run` cannot do it says in one line, and it stops before anything is started."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import launch
from sls.settings import DEMO_SECRET

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SLS_ENV": "production",
    "DATABASE_URL": "postgresql://127.0.0.1/sls",
    "SLS_SECRET": "a secret of our own",
    "IDENTITY_SECRET": "another secret of our own, for the site",
    "RASA_TOKEN": "a token between our processes",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "a token of our own",
    "TWILIO_FROM": "+12025550123",
    "PUBLIC_BASE_URL": "https://assistant.example",
    "API_KEYS": "portal:login:the-key-of-one-login-screen",
}
SECRETS = ("SLS_SECRET", "IDENTITY_SECRET", "TWILIO_AUTH_TOKEN", "API_KEYS")
NEEDED = (*SECRETS, "TWILIO_ACCOUNT_SID", "TWILIO_FROM", "PUBLIC_BASE_URL")


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start from an environment without settings, and put everything back."""
    before = dict(os.environ)
    for name in [*PRODUCTION, "WORKERS", "TWILIO_BASE_URL", "RASA_URL", "STANDIN_PACE"]:
        os.environ.pop(name, None)
    os.environ["PORT"], os.environ["SLS_VAR"] = str(_free_port()), str(tmp_path / "var")
    # An interpreter that trains nothing, so that what is wrongly let through ends there.
    monkeypatch.setattr(sys, "executable", "/bin/false")
    yield
    os.environ.clear()
    os.environ.update(before)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refusal(**environment: str | None) -> str:
    """Launch with these settings, and return the one line that refuses to."""
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    with pytest.raises(SystemExit) as stopped:
        launch.main()
    line = str(stopped.value.code)
    assert line.startswith("make run: ")
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    "port", ["0", "65536", "-1", "80a", "", " 8080", "8080.0", "８０８０", "٨٠٨٠", "9" * 99]
)
def test_a_port_that_is_none_is_refused(port: str) -> None:
    line = refusal(PORT=port)

    assert "PORT must be a number from 1 to 65535" in line


def test_a_port_that_is_in_use_is_refused_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        line = refusal(PORT=str(port))

    assert f"port {port} is in use" in line
    assert re.search(r"PORT=\d+ make run", line)


def test_an_environment_that_is_neither_is_refused() -> None:
    line = refusal(SLS_ENV="staging")

    assert "SLS_ENV is either demo or production" in line


@pytest.mark.parametrize("name", NEEDED)
def test_production_refuses_to_run_without_its_own_values(name: str) -> None:
    line = refusal(**{**PRODUCTION, name: None})

    assert f"{name} must be set" in line


@pytest.mark.parametrize("name", SECRETS)
def test_production_refuses_the_demos_secret(name: str) -> None:
    line = refusal(**{**PRODUCTION, name: DEMO_SECRET})

    assert f"{name} must be set" in line
    assert DEMO_SECRET not in line


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("blank", ["", "  "])
def test_production_refuses_a_blank_value(name: str, blank: str) -> None:
    line = refusal(**{**PRODUCTION, name: blank})

    assert f"{name} must be set" in line


def test_production_refuses_to_invent_a_database() -> None:
    line = refusal(**{**PRODUCTION, "DATABASE_URL": None})

    assert "DATABASE_URL must name the production database" in line


def test_production_refuses_the_standin() -> None:
    line = refusal(**PRODUCTION, TWILIO_BASE_URL="http://127.0.0.1:8080")

    assert "TWILIO_BASE_URL" in line


def test_production_refuses_several_workers_on_sqlite() -> None:
    line = refusal(**{**PRODUCTION, "DATABASE_URL": "sqlite:///x.db"}, WORKERS="2")

    assert "PostgreSQL" in line


@pytest.mark.parametrize(
    "url",
    ["https://api.twilio.com", "http://10.0.0.1:8080", "http://127.0.0.1.evil.example", "nonsense"],
)
def test_the_standin_is_only_on_this_machine(url: str) -> None:
    line = refusal(TWILIO_BASE_URL=url)

    assert "TWILIO_BASE_URL is for the stand-in on this machine only" in line


def test_a_number_that_is_none_is_refused() -> None:
    line = refusal(STANDIN_PACE="fast")

    assert "STANDIN_PACE must be a number" in line


def test_a_model_that_cannot_be_trained_is_said_so() -> None:
    line = refusal()

    assert "could not be trained" in line


def test_a_database_address_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    trainer = tmp_path / "trainer"
    trainer.write_text("#!/bin/sh\necho a-model\n", encoding="utf-8")
    trainer.chmod(0o755)
    sys.executable = str(trainer)

    line = refusal(DATABASE_URL="nonsense")

    assert "DATABASE_URL" in line


def test_the_whole_command_says_one_line_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    done = subprocess.run(
        [sys.executable, "-m", "deploy.launch"],
        cwd=ROOT,
        env={**os.environ, "PORT": "no port"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "PORT must be a number" in done.stderr
