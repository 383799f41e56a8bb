"""Judge how well customers are understood: `python -m evaluation.understanding DATA`."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sls.domain.redaction import mask
from sls.domain.understanding import Acted, Asked, Judgement, Rejected, judge

ROOT = Path(__file__).resolve().parent.parent
RASA_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
OUT_OF_SCOPE = "out_of_scope"
BASELINE_CONFIG = ROOT / "bot" / "baseline.yml"


class UnusableData(ValueError):
    """A line of the data cannot be judged; the message says which and why."""


@dataclass(frozen=True)
class Line:
    """One utterance and what it means."""

    text: str
    language: str
    intent: str
    also_ok: tuple[str, ...]
    entities: frozenset[tuple[str, Any]] | None


class Result(NamedTuple):
    """A line, what the assistant would do with it, and what the model said."""

    line: Line
    judgement: Judgement
    parsed: dict[str, Any]


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a data file.

    Raises: UnusableData, naming the number of the first line that cannot be used.
    """
    lines = []
    for number, raw in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if raw.strip():
            try:
                lines.append(_line(json.loads(raw)))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise UnusableData(f"{path}, line {number}: {error!r}") from error
    if not lines:
        raise UnusableData(f"{path} holds no line")
    return lines


def _line(data: dict[str, Any]) -> Line:
    text, intent, language = data["text"], data["intent"], data.get("lang", "unknown")
    if not all(isinstance(one, str) and one.strip() for one in (text, intent, language)):
        raise ValueError("text, intent and lang must be texts that are not empty")
    also_ok = data.get("also_ok") or []
    if not isinstance(also_ok, list):
        raise TypeError("also_ok must be a list of labels")
    entities = data.get("entities")
    found = None if entities is None else frozenset(_entities(entities))
    return Line(text, language, intent, tuple(also_ok), found)


def _entities(entities: list[dict[str, Any]] | dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """Return entities as pairs; written as a list of objects or as one object of values."""
    if isinstance(entities, dict):
        return [(name, _value(value)) for name, value in entities.items()]
    return [(one["entity"], _value(one["value"])) for one in entities]


def _value(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) else value


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


def contract_labels() -> dict[str, str | None]:
    """Return the contract label that each added label counts as."""
    labels: dict[str, str | None] = {}
    for raw in (ROOT / "bot" / "labels.yml").read_text(encoding="utf-8").splitlines():
        name, separator, label = raw.partition("#")[0].partition(":")
        if separator:
            labels[name.strip()] = None if label.strip() == "null" else label.strip()
    return labels


@dataclass(frozen=True)
class Scorer:
    """Compares judgements with what lines mean, in labels of the contract."""

    labels: dict[str, str | None]

    def fits(self, label: str, line: Line) -> bool:
        """Return whether a label is right for a line; an added label may stand for itself."""
        wanted = {line.intent, *line.also_ok}
        counted = {self.labels.get(one, one) for one in wanted} - {None}
        return label in wanted or self.labels.get(label, label) in counted

    def is_right(self, result: Result) -> bool:
        """Return whether the assistant did the right thing at once."""
        match result.judgement:
            case Acted(label):
                return self.fits(label, result.line)
            case Rejected():
                return self.fits(OUT_OF_SCOPE, result.line)
            case _:
                return False

    def is_asked_right(self, result: Result) -> bool:
        """Return whether the assistant asked, and offered the right label."""
        match result.judgement:
            case Asked(labels):
                return any(self.fits(label, result.line) for label in labels)
            case _:
                return False

    def is_rejected(self, result: Result) -> bool:
        """Return whether the assistant took a line for out of scope."""
        match result.judgement:
            case Acted(label):
                return self.labels.get(label, label) == OUT_OF_SCOPE
            case Rejected():
                return True
            case _:
                return False

    def report(self, results: Sequence[Result]) -> dict[str, Any]:
        """Return the figures of contract 4.1; shares are of the lines they speak of."""
        inside = [one for one in results if one.line.intent != OUT_OF_SCOPE]
        outside = [one for one in results if one.line.intent == OUT_OF_SCOPE]
        asked = [one for one in results if isinstance(one.judgement, Asked)]
        return {
            "n": len(results),
            "accuracy": share(results, self.is_right),
            "in_scope_accuracy": share(inside, self.is_right),
            "out_of_scope_recall": share(outside, self.is_rejected),
            "in_scope_rejected": share(inside, self.is_rejected),
            "asked": share(results, lambda one: isinstance(one.judgement, Asked)),
            "asked_right": share(asked, self.is_asked_right),
            "by_language": self._by(results, lambda one: one.line.language),
            "by_intent": self._by(results, lambda one: one.line.intent),
            "entity_f1": entity_f1(results),
            "ms_p50": round(statistics.median(one.parsed["ms"] for one in results), 2),
        }

    def _by(
        self, results: Sequence[Result], key: Callable[[Result], str]
    ) -> dict[str, dict[str, Any]]:
        groups: dict[str, list[Result]] = defaultdict(list)
        for one in results:
            groups[key(one)].append(one)
        figures = {}
        for name, group in sorted(groups.items()):
            inside = [one for one in group if one.line.intent != OUT_OF_SCOPE]
            figures[name] = {
                "n": len(group),
                "accuracy": share(group, self.is_right),
                "in_scope_accuracy": share(inside, self.is_right),
            }
        return figures


def share(results: Sequence[Result], holds: Callable[[Result], bool]) -> float | None:
    """Return the share of results of which something holds; of none there is no share."""
    return round(sum(map(holds, results)) / len(results), 4) if results else None


def entity_f1(results: Sequence[Result]) -> float | None:
    """Return the F1 of entity values, over the lines that say which entities they hold."""
    both = wanted = found = 0
    for one in results:
        if one.line.entities is not None:
            got = set(_entities(one.parsed["entities"]))
            both += len(got & one.line.entities)
            wanted, found = wanted + len(one.line.entities), found + len(got)
    return round(2 * both / (wanted + found), 4) if wanted + found else None


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
