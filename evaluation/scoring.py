"""Comparing judgements with what lines mean, in labels of the contract."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.lines import Line, Result, entity_pairs
from sls.domain.understanding import OUT_OF_SCOPE, Acted, Asked, Rejected

ROOT = Path(__file__).resolve().parent.parent


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

    def is_outside(self, line: Line) -> bool:
        """Return whether a line is none of our business: small talk and insults are not either."""
        return self.labels.get(line.intent, line.intent) == OUT_OF_SCOPE

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
        inside = [one for one in results if not self.is_outside(one.line)]
        outside = [one for one in results if self.is_outside(one.line)]
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
            inside = [one for one in group if not self.is_outside(one.line)]
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
            got = set(entity_pairs(one.parsed["entities"]))
            both += len(got & one.line.entities)
            wanted, found = wanted + len(one.line.entities), found + len(got)
    return round(2 * both / (wanted + found), 4) if wanted + found else None
