"""Judge how well customers are understood: `python -m evaluation.understanding DATA`."""

import argparse
import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.lines import Line, Result, UnusableData, read_lines
from evaluation.scoring import Scorer, contract_labels
from sls.domain.redaction.masking import mask
from sls.domain.understanding import OUT_OF_SCOPE, judge

ROOT = Path(__file__).resolve().parent.parent
RASA_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
BASELINE_CONFIG = ROOT / "bot" / "baseline.yml"


def as_in_the_chat(text: str) -> str:
    """Return a text as Rasa would see it: folded, trimmed, never a command, secrets masked."""
    folded = unicodedata.normalize("NFKC", text).strip().lstrip("/ ")
    return mask(folded or ".").text


def trained_model() -> str:
    """Return the path of the current model, training it when it is missing."""
    done = subprocess.run(
        [sys.executable, "bot/train.py"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


def baseline_model(folder: Path) -> str:
    """Train Rasa's default pipeline on the same lines and return the path of its model."""
    rasa = str(RASA_PYTHON.with_name("rasa"))
    options = ["--nlu", "bot/data/nlu", "-c", str(BASELINE_CONFIG), "--out", str(folder)]
    command = [rasa, "train", "nlu", *options, "--fixed-model-name", "baseline"]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return str(folder / "baseline.tar.gz")


def parse(model: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return what a model makes of the texts, in Rasa's own environment."""
    done = subprocess.run(
        [str(RASA_PYTHON), "-m", "bot.parse", model],
        cwd=ROOT,
        input="".join(json.dumps({"text": text}) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(texts):
        raise RuntimeError(f"Rasa's environment failed to parse: {done.stderr[-2_000:]}")
    return answers


def evaluate(lines: Sequence[Line], model: str) -> list[Result]:
    """Return what the assistant would do with every line."""
    parsed = parse(model, [as_in_the_chat(line.text) for line in lines])
    return [
        Result(line, judge(one["intent"]["name"], _ranking(one)), one)
        for line, one in zip(lines, parsed, strict=True)
    ]


def _ranking(parsed: dict[str, Any]) -> list[tuple[str, float]]:
    return [(entry["name"], entry["confidence"]) for entry in parsed["intent_ranking"]]


def prediction(result: Result) -> dict[str, Any]:
    """Return a line with what became of it, for the file of predictions."""
    line, judgement, parsed = result
    outcome = type(judgement).__name__.lower()
    return {
        "text": line.text,
        "lang": line.language,
        "intent": line.intent,
        "outcome": outcome,
        "predicted": getattr(judgement, "label", OUT_OF_SCOPE if outcome == "rejected" else None),
        "candidates": list(getattr(judgement, "labels", ())),
        "confidence": round(parsed["intent"]["confidence"], 4),
        "ranking": parsed["intent_ranking"][:3],
        "entities": parsed["entities"],
    }


def summary(title: str, report: dict[str, Any]) -> str:
    """Return the figures for a person to read."""
    plain = [f"  {name}: {value}" for name, value in report.items() if not isinstance(value, dict)]
    languages = [
        f"  {name}: {figures['accuracy']} of {figures['n']}"
        for name, figures in report["by_language"].items()
    ]
    weakest = sorted(report["by_intent"].items(), key=lambda one: one[1]["accuracy"])[:8]
    intents = [f"  {name}: {figures['accuracy']} of {figures['n']}" for name, figures in weakest]
    return "\n".join([title, *plain, "By language", *languages, "Weakest intents", *intents])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and print its report, last line JSON."""
    parser = argparse.ArgumentParser(description="Judge understanding on JSON lines.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, help="write each line with its prediction here")
    parser.add_argument("--baseline", action="store_true", help="also Rasa's default pipeline")
    options = parser.parse_args(arguments)
    try:
        lines = read_lines(options.data)
    except (UnusableData, OSError, UnicodeDecodeError) as error:
        print(f"Refused: {error}", file=sys.stderr)
        return 2
    results, scorer = evaluate(lines, trained_model()), Scorer(contract_labels())
    if options.out:
        written = (json.dumps(prediction(one), ensure_ascii=False) + "\n" for one in results)
        options.out.write_text("".join(written), encoding="utf-8")
    if options.baseline:
        with tempfile.TemporaryDirectory() as folder:
            model = baseline_model(Path(folder))
            baseline = scorer.report(evaluate(lines, model))
        print(summary("Rasa's default pipeline", baseline))
        print(json.dumps(baseline, ensure_ascii=False))
    report = scorer.report(results)
    print(summary("This assistant", report))
    print(json.dumps(report, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
