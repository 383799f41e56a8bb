"""What a model said of its training lines when they were left out, as training stored it."""

import json
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.lines import Line, Result
from sls.domain.understanding import FALLBACK, OUT_OF_SCOPE, judge

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LEFT_OUT, _SETTINGS = "/left_out.jsonl", "/classes.json"


class NothingLeftOut(Exception):
    """The model was trained before its predictions were kept; train it anew."""


@dataclass(frozen=True)
class LeftOut:
    """One training line, and what a model that had not seen it ranked highest."""

    text: str
    intent: str
    ranking: list[tuple[str, float]]

    @property
    def language(self) -> str:
        """The language by its script: that is how the rows of the report are told apart."""
        return "zh_CN" if _CHINESE.search(self.text) else "en"

    @property
    def best(self) -> str:
        """The likeliest label."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The confidence of the likeliest label."""
        return self.ranking[0][1]

    @property
    def is_right(self) -> bool:
        """Whether the likeliest label is the line's own."""
        return self.best == self.intent


def read_left_out(model: Path) -> tuple[list[LeftOut], float]:
    """Return the lines and the threshold below which the model rejects.

    Raises:
        NothingLeftOut: the model holds no such predictions.
    """
    with tarfile.open(model) as archive:
        lines, settings = (_member(archive, ending) for ending in (_LEFT_OUT, _SETTINGS))
    found = [json.loads(line) for line in lines.splitlines()]
    examples = [
        LeftOut(one["text"], one["intent"], [(name, share) for name, share in one["ranking"]])
        for one in found
    ]
    return examples, float(json.loads(settings)["threshold"])


def as_result(line: LeftOut, threshold: float) -> Result:
    """Return what the assistant would have done with a line, but for asking about an alarm."""
    is_sure = line.best == OUT_OF_SCOPE or line.confidence >= threshold
    intent = line.best if is_sure else FALLBACK
    parsed: dict[str, Any] = {"intent": {"name": intent}, "entities": [], "ms": 0.0}
    meant = Line(line.text, line.language, line.intent, (), None)
    return Result(meant, judge(intent, line.ranking), parsed)


def _member(archive: tarfile.TarFile, ending: str) -> str:
    name = next((each for each in archive.getnames() if each.endswith(ending)), None)
    file = archive.extractfile(name) if name else None
    if file is None:
        raise NothingLeftOut(ending)
    return file.read().decode()
