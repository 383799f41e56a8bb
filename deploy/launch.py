"""Prepares everything a run needs, then becomes the supervisor that keeps it alive.

Run by `make run`. Every process listens on loopback; only PORT is fixed.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from deploy.supervision import configuration
from sls.bootstrap import build
from sls.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parent.parent


class LaunchError(Exception):
    """Something the person at the terminal must put right; the text says what."""


def main() -> None:
    """Prepare, then replace this process by the supervisor."""
    try:
        prepared = _prepare()
    except (LaunchError, SettingsError) as error:
        sys.exit(f"make run: {error}")
    _say("starting (logs are in " + str(_relative(_var() / "log")) + ")")
    os.chdir(ROOT)
    supervisord = str(Path(sys.executable).parent / "supervisord")
    os.execv(supervisord, [supervisord, "-n", "-s", "-c", str(prepared)])


def _prepare() -> Path:
    port = _checked_port()
    var = _var()
    (var / "log").mkdir(parents=True, exist_ok=True)
    os.environ["SLS_VAR"] = str(var)
    _share_addresses(port)
    settings = load_settings()
    _say("understanding: looking for a trained model")
    model = _model()
    _say("database: " + ("demo data" if settings.is_demo else "schema"))
    _prepare_database(settings)
    # A copy of its own: the next training may remove the file while Rasa still needs it.
    model = str(shutil.copy2(model, str(var / "model.tar.gz")))
    file = var / "supervisord.conf"
    file.write_text(configuration(ROOT, var, port, model), encoding="utf-8")
    return file


def _prepare_database(settings: Settings) -> None:
    core = build(settings)
    try:
        core.schema.upgrade()
        if core.demonstrating is not None:
            core.demonstrating.prepare()
    except SQLAlchemyError as error:
        raise LaunchError(f"the database cannot be used ({type(error).__name__}).") from error


def _share_addresses(port: int) -> None:
    """Tell every process by its environment where the others are."""
    os.environ["PORT"] = str(port)
    rasa, actions = _free_port(), _free_port()
    os.environ["RASA_PORT"], os.environ["ACTIONS_PORT"] = str(rasa), str(actions)
    os.environ["RASA_URL"] = f"http://127.0.0.1:{rasa}"
    os.environ["ACTION_ENDPOINT_URL"] = f"http://127.0.0.1:{actions}/webhook"
    os.environ.setdefault("RASA_TOKEN", secrets.token_urlsafe(32))


def _model() -> str:
    trained = subprocess.run(
        [sys.executable, str(ROOT / "bot" / "train.py")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if trained.returncode != 0:
        raise LaunchError("the model could not be trained; the lines above say why.")
    return trained.stdout.strip().splitlines()[-1]


def _checked_port() -> int:
    text = os.environ.get("PORT", "8080")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LaunchError(
                f"port {port} is in use. Stop what uses it, or choose another: PORT=8090 make run"
            ) from error
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _var() -> Path:
    return Path(os.environ.get("SLS_VAR", ROOT / "var")).resolve()


def _relative(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _say(text: str) -> None:
    print(f"[sls] {text}", flush=True)


if __name__ == "__main__":
    main()
