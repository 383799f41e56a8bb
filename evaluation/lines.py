"""Lines to judge understanding on: read from a file, and what became of each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sls.domain.understanding import Judgement


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
    found = None if entities is None else frozenset(entity_pairs(entities))
    return Line(text, language, intent, tuple(also_ok), found)


def entity_pairs(entities: list[dict[str, Any]] | dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """Return entities as pairs; written as a list of objects or as one object of values."""
    if isinstance(entities, dict):
        return [(name, _value(value)) for name, value in entities.items()]
    return [(one["entity"], _value(one["value"])) for one in entities]


def _value(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) else value
