"""Train Rasa's model when its sources changed; print the path of the model as the last line."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
SOURCES = (
    "config.yml",
    "bot/domain",
    "bot/data",
    "bot/components",
    "requirements/bot.txt",
)
MODELS_KEPT = 2
LINES_SHOWN = 25
OUR_COMPONENTS = " bot.components."


def main() -> int:
    """Train unless the model of these very sources exists."""
    model = MODELS / f"sls-{fingerprint(ROOT)[:16]}.tar.gz"
    if not model.exists():
        failure = train_alone(model)
        if failure:
            print(failure, file=sys.stderr)
            return 1
    remove_older_models(model)
    print(model)
    return 0


def fingerprint(root: Path) -> str:
    """Return a digest of everything that the model depends on."""
    digest = hashlib.sha256()
    for path in source_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def source_files(root: Path) -> Iterator[Path]:
    """Yield the files of the fingerprint in a stable order."""
    for source in SOURCES:
        path = root / source
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.suffix in {".yml", ".py", ".txt"})


def train_alone(model: Path) -> str:
    """Train, unless somebody else trained the same model while we waited for our turn.

    Whose turn it is removes what killed trainings left behind.
    """
    MODELS.mkdir(exist_ok=True)
    with (MODELS / ".training").open("w", encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for left_behind in MODELS.glob("unfinished-*"):
            left_behind.unlink(missing_ok=True)
        return "" if model.exists() else train(model)


def train(model: Path) -> str:
    """Run `rasa train` and return nothing, or a sentence that says what went wrong."""
    rasa = ROOT / "bot" / ".venv" / "bin" / "rasa"
    if not rasa.exists():
        return "Rasa's environment bot/.venv is missing: create it first with `make run`."
    print("Training the model of both languages (ten minutes and more) …", file=sys.stderr)
    name = model.name[: -len(".tar.gz")]
    # Trained under another name first, so that an interrupted training leaves no model behind.
    unfinished = f"unfinished-{os.getpid()}"
    with subprocess.Popen(
        command(rasa, unfinished),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as training:
        last_words = show_progress(training.stdout or [])
    trained = MODELS / f"{unfinished}.tar.gz"
    if training.returncode or not trained.exists():
        trained.unlink(missing_ok=True)
        print("".join(last_words), file=sys.stderr)
        return f"Training failed: `rasa train` ended with {training.returncode}; see above."
    trained.replace(model)
    print(f"Trained {name}.", file=sys.stderr)
    return ""


def show_progress(said: Iterable[str]) -> Iterable[str]:
    """Print what our components say of their progress; return the last lines of everything."""
    last_words: deque[str] = deque(maxlen=LINES_SHOWN)
    for line in said:
        last_words.append(line)
        _, is_ours, words = line.partition(OUR_COMPONENTS)
        if is_ours:
            print("  " + words.partition(" - ")[2].strip(), file=sys.stderr, flush=True)
    return last_words


def command(rasa: Path, name: str) -> list[str]:
    """Return the command line of the training."""
    # Validation would read everything once more: `make bot-data` does it, in `make check`.
    options = ["--force", "--skip-validation", "--fixed-model-name", name, "--out", "models"]
    sources = ["-c", "config.yml", "-d", "bot/domain", "--data", "bot/data"]
    return [str(rasa), "train", *options, *sources]


def environment() -> "dict[str, str]":
    """Return the environment of the training: silent towards the outside, quiet on the screen."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "OMP_WAIT_POLICY": "passive",
    }


def remove_older_models(current: Path) -> None:
    """Keep the current model and the newest others, up to the number kept."""
    others = [one for one in MODELS.glob("sls-*.tar.gz") if one != current]
    others.sort(key=_made_at, reverse=True)
    for old in others[MODELS_KEPT - 1 :]:
        old.unlink(missing_ok=True)


def _made_at(model: Path) -> float:
    """Return when a model was made; one that another launch has just removed counts as oldest."""
    try:
        return model.stat().st_mtime
    except FileNotFoundError:
        return 0.0


if __name__ == "__main__":
    sys.exit(main())
