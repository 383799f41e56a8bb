"""The supervisor's configuration: which processes run, and that each comes back when it dies."""

import shlex
import sys
from pathlib import Path

# One process, many threads: the streams, the stand-in's memory and the tailer live in it.
WEB_THREADS = 256

_HEAD = """[supervisord]
nodaemon=true
logfile={var}/log/supervisord.log
pidfile={var}/supervisord.pid
childlogdir={var}/log

"""
_PROGRAM = """[program:{name}]
command={command}
directory={root}
environment={environment}
autorestart=true
startretries=1000
stopasgroup=true
killasgroup=true
stopwaitsecs=5
redirect_stderr=true
stdout_logfile={var}/log/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=2

"""
_ANNOUNCE = """[program:announce]
command={python} -m deploy.announce
directory={root}
autorestart=false
startsecs=0
redirect_stderr=true
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
"""
_RASA_ENVIRONMENT = (
    'RASA_TELEMETRY_ENABLED="false",TF_CPP_MIN_LOG_LEVEL="3",PYTHONWARNINGS="ignore",'
    'SQLALCHEMY_SILENCE_UBER_WARNING="1",CUDA_VISIBLE_DEVICES="-1",SANIC_WORKERS="1"'
)


def configuration(root: Path, var: Path, port: int, model: str) -> str:
    """Return the configuration file's text; paths may hold blanks, quotes and percent signs."""
    python, gunicorn = _quoted(sys.executable), _quoted(Path(sys.executable).parent / "gunicorn")
    rasa, model = _quoted(root / "bot" / ".venv" / "bin" / "rasa"), _quoted(model)
    commands = {
        "rasa": (
            f"{rasa} run -i 127.0.0.1 -p %(ENV_RASA_PORT)s --model {model} "
            "--endpoints bot/endpoints.yml --credentials bot/credentials.yml"
        ),
        "actions": f"{python} -m actions",
        "worker": f"{python} -m worker",
        "web": (
            f"{gunicorn} --bind 127.0.0.1:{port} --workers 1 --worker-class gthread "
            f"--threads {WEB_THREADS} --graceful-timeout 2 --keep-alive 75 "
            "--no-control-socket serve:create_app()"
        ),
    }
    programs = [
        _PROGRAM.format(
            name=name,
            command=command,
            root=_plain(root),
            var=_plain(var),
            environment=_environment(name),
        )
        for name, command in commands.items()
    ]
    announce = _ANNOUNCE.format(python=python, root=_plain(root))
    return _HEAD.format(var=_plain(var)) + "".join(programs) + announce


def _plain(path: Path) -> str:
    """Return a path as a value; supervisord reads % as the start of a name."""
    return str(path).replace("%", "%%")


def _quoted(path: Path | str) -> str:
    """Return a path as one word of a command."""
    return shlex.quote(str(path)).replace("%", "%%")


def _environment(name: str) -> str:
    return _RASA_ENVIRONMENT if name == "rasa" else 'SANIC_HOST="127.0.0.1"'
